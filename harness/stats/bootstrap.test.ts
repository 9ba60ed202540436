import fc from 'fast-check';
import { mean, standardDeviation } from 'simple-statistics';
import { describe, expect, it } from 'vitest';
import { bcaInterval, bcaLevels, jackknife } from './bootstrap.ts';
import { createRandom } from './random.ts';

const X = [3.2, 1.5, 9.9, 4.4, 7.1, 2.8, 5.0, 12.6, 3.9, 6.3];
const meanOf = (samples: Float64Array): number => mean([...samples]);
const deviationOf = (samples: Float64Array): number => standardDeviation([...samples]);
const bca = (x: number[], seed = 1, resamples = 999) =>
  bcaInterval(x, meanOf, { random: createRandom(seed), resamples });

describe('bcaLevels()', () => {
  it('are those of SciPy for the same replicates', () => {
    const replicates = [
      4.1, 4.9, 5.2, 5.67, 5.67, 6.0, 6.3, 6.8, 7.4, 8.1, 4.4, 5.0, 5.5, 5.9, 6.1, 6.2, 5.3, 4.7, 7.0, 5.8,
    ];
    // scipy.stats._resampling._bca_interval((x,), np.mean, -1, 0.025, replicates, None)
    const levels = bcaLevels(
      Float64Array.from(replicates),
      5.67,
      jackknife(Float64Array.from(X), meanOf),
      0.95,
    );
    expect(levels?.low).toBeCloseTo(0.021084947814850655, 12);
    expect(levels?.high).toBeCloseTo(0.9695501542940173, 12);
  });

  it('are null when no replicate lies on one side of the estimate', () => {
    expect(bcaLevels(Float64Array.of(1, 2, 3), 0, Float64Array.of(1, 2, 3), 0.95)).toBeNull();
    expect(bcaLevels(Float64Array.of(1, 2, 3), 4, Float64Array.of(1, 2, 3), 0.95)).toBeNull();
  });
});

describe('bcaInterval()', () => {
  it('comes close to SciPy, which draws other resamples', () => {
    // scipy.stats.bootstrap((x,), np.mean, n_resamples=999999, method='BCa'): 4.01 to 8.14
    const ofMean = bca(X, 3, 20_000);
    expect(ofMean.estimate).toBeCloseTo(5.67, 12);
    expect(Math.abs((ofMean.interval?.low ?? 0) - 4.01)).toBeLessThan(0.06);
    expect(Math.abs((ofMean.interval?.high ?? 0) - 8.14)).toBeLessThan(0.12);
    // scipy.stats.bootstrap((x,), np.std, n_resamples=999999, method='BCa'): 2.028 to 4.746
    const ofDeviation = bcaInterval(X, deviationOf, { random: createRandom(4), resamples: 20_000 });
    expect(Math.abs((ofDeviation.interval?.low ?? 0) - 2.028)).toBeLessThan(0.06);
    expect(Math.abs((ofDeviation.interval?.high ?? 0) - 4.746)).toBeLessThan(0.08);
  });

  it('repeats itself for a seed', () => {
    expect(bca(X, 5)).toEqual(bca(X, 5));
    expect(bca(X, 5)).not.toEqual(bca(X, 6));
  });

  it('follows shift and scale', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 10, maxLength: 30 }), (x) => {
        const [plain, moved] = [
          bca(x, 1, 199).interval,
          bca(
            x.map((v) => 2 * v + 100),
            1,
            199,
          ).interval,
        ];
        expect(moved === null).toBe(plain === null);
        expect(moved?.low ?? 0).toBeCloseTo(plain === null ? 0 : 2 * plain.low + 100, 6);
        expect(moved?.high ?? 0).toBeCloseTo(plain === null ? 0 : 2 * plain.high + 100, 6);
      }),
      { numRuns: 50 },
    );
  });

  it('is a point for equal samples', () => {
    expect(bca(new Array(12).fill(3)).interval).toEqual({ low: 3, high: 3, level: 0.95, method: 'constant' });
  });

  it('is null with a reason where it cannot be', () => {
    expect(bca([])).toEqual({
      estimate: null,
      interval: null,
      reason: 'no samples: no 95 % interval exists',
    });
    expect(bca([1, 2, 3]).reason).toBe('fewer than 10 samples: no 95 % interval exists');
    // Ten samples drawn from ten different ones are hardly ever all different.
    const atEdge = bcaInterval(X, (x) => -new Set(x).size, { random: createRandom(1), resamples: 99 });
    expect(atEdge.reason).toBe(
      'the estimate lies at the edge of its bootstrap distribution: no 95 % interval exists',
    );
  });

  it('refuses a statistic that is not a number, and too few resamples', () => {
    expect(() => bca(X, 1, 49)).toThrow(RangeError);
    expect(() => bcaInterval(X, () => Number.NaN, { random: createRandom(1) })).toThrow(
      'the statistic gave NaN',
    );
  });
});
