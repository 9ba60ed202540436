import { createRandom } from './random.ts';
import { at } from './samples.ts';
import { type SumMatrix, sumCount } from './sum-matrix.ts';
import { SumWindows } from './sum-windows.ts';

export type SumSelector = {
  /** The sum at position k in ascending order, 0 <= k < sumCount. */
  select(k: number): number;
  /** The middle sum, or the mean of the two middle ones. */
  median(): number;
};

/**
 * Prepares the search for sums of a matrix by their position in ascending order. The matrix is not empty.
 *
 * The sums of a row ascend, so the sums still in question are one window per row. A random sample of them gives two
 * pivots close below and above the wanted sum, and one staircase pass per pivot, O(n + m), cuts the windows. Three rounds
 * leave about a millionth of 10^12 sums. The answer is exact whatever is drawn; the seed makes the running time repeatable.
 *
 * After Johnson & Mizoguchi, SIAM J. Comput. 7(2), 1978, doi:10.1137/0207013, and Monahan, "Algorithm 616: fast
 * computation of the Hodges-Lehmann location estimator", ACM TOMS 10(3), 1984, doi:10.1145/1271.319414, with the
 * sampled pair of pivots of Floyd & Rivest, CACM 18(3), 1975, doi:10.1145/360680.360691.
 */
export function createSumSelector(matrix: SumMatrix): SumSelector {
  const windows = new SumWindows(matrix);
  const lines = matrix.rows.length + matrix.columns.length;
  const fewEnough = Math.max(65_536, lines);
  const sampleSize = Math.min(65_536, Math.max(1_024, Math.ceil(lines / 16)));
  const select = (k: number): number => {
    const random = createRandom(616);
    windows.restart(k);
    while (windows.size > fewEnough) {
      const [low, high] = bracket(windows.sample(sampleSize, random.next), windows.position);
      if (low === high) {
        if (windows.isWanted(low)) return low;
      } else if (windows.isAbove(low)) windows.isAbove(high);
    }
    return windows.enumerate();
  };
  const median = (): number => {
    const count = sumCount(matrix);
    const position = Math.ceil(count / 2) - 1;
    const low = select(position);
    return count % 2 === 1 ? low : low + (windows.following(low, position) - low) / 2;
  };
  return { select, median };
}

/** The sample values three standard errors on either side of `position`, which lies between 0 and 1. */
function bracket(sample: Float64Array, position: number): [low: number, high: number] {
  const centre = position * sample.length;
  const margin = 3 * Math.sqrt(centre * (1 - position)) + 1;
  return [
    at(sample, Math.max(0, Math.floor(centre - margin))),
    at(sample, Math.min(sample.length - 1, Math.ceil(centre + margin))),
  ];
}
