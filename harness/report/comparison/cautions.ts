import type { Comparison } from '../../compare/comparison.ts';
import { leastSamples, smallestP } from '../../compare/settle.ts';
import { FAMILY_ALPHA } from '../../compare/verdict.ts';
import { formatCounted } from '../format.ts';
import { hasChanged } from './words.ts';

/** What to know before the rows are believed. */
export const cautions = (comparison: Comparison): string[] =>
  [tooFewBlocks(comparison), acrossMachines(comparison), movedAlike(comparison)].filter(
    (text) => text !== '',
  );

/** With very few samples even the clearest difference does not pass the test. */
function tooFewBlocks({ subjects, familySize, design }: Comparison): string {
  const tested = subjects.flatMap(({ rows }) => rows).filter(({ adjustedP }) => adjustedP !== null);
  const canTell = tested.some(
    ({ statistics: { nOld, nNew } }) => smallestP(design, nOld, nNew) * familySize < FAMILY_ALPHA,
  );
  if (tested.length === 0 || canTell) return '';
  const least = leastSamples({ design, alpha: FAMILY_ALPHA / familySize });
  return `So few blocks cannot show any of ${formatCounted(familySize, 'row')} to be faster or slower: that takes ${least} at least, or fewer rows (--metric).`;
}

const acrossMachines = ({ hidden }: Comparison): string =>
  hidden.some(({ decisive }) => decisive)
    ? 'The machines differ, as was asked for: what follows tells them apart as much as what ran on them.'
    : '';

/** When everything moves together and the ratios do not, the machine is the first suspect. */
function movedAlike({ subjects, ratios }: Comparison): string {
  const cold = subjects.flatMap(({ rows }) => rows.filter(({ metric }) => metric.name === 'coldStart'));
  const [first] = cold;
  const alike =
    cold.length > 1 && first && hasChanged(first) && cold.every(({ verdict }) => verdict === first.verdict);
  const unmoved = ratios.every(
    ({ ratioOfRatios: { interval } }) => interval && interval.low <= 1 && interval.high >= 1,
  );
  if (!alike || !unmoved || ratios.length === 0) return '';
  return `Every subject got ${first.verdict} alike, and none did so relative to a plain process: the machine may have changed, not the packaging. Repeat the old run, or compare both within one run.`;
}
