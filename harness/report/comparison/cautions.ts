import type { Comparison, SubjectComparison } from '../../compare/comparison.ts';
import { leastSamples, smallestP } from '../../compare/settle.ts';
import { FAMILY_ALPHA } from '../../compare/verdict.ts';
import { formatCounted } from '../format.ts';
import { hasChanged } from './words.ts';

interface Judgement extends Pick<Comparison, 'familySize' | 'design'> {
  readonly subjects: readonly Pick<SubjectComparison, 'rows'>[];
}

/** What to know before the rows are believed. */
export const cautions = (comparison: Comparison): string[] =>
  [tooFewBlocks(comparison), acrossMachines(comparison), movedAlike(comparison)].filter(
    (text) => text !== '',
  );

function tooFewBlocks(comparison: Comparison): string {
  const least = leastToTell(comparison);
  if (least === null) return '';
  return `So few blocks cannot show any of ${formatCounted(comparison.familySize, 'row')} to be faster or slower: that takes ${least} at least, or fewer rows (--metric).`;
}

/**
 * With very few samples even the clearest difference does not pass the test: how many a side it takes, at least. Null
 * when these are enough for some row.
 */
export function leastToTell({ subjects, familySize, design }: Judgement): number | null {
  const tested = subjects.flatMap(({ rows }) => rows).filter(({ adjustedP }) => adjustedP !== null);
  const canTell = tested.some(
    ({ statistics: { nOld, nNew } }) => smallestP(design, nOld, nNew) * familySize < FAMILY_ALPHA,
  );
  if (tested.length === 0 || canTell) return null;
  return leastSamples({ design, alpha: FAMILY_ALPHA / familySize });
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
