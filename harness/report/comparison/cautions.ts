import type { Comparison, SubjectComparison } from '../../compare/comparison.ts';
import { leastSamples, smallestP } from '../../compare/settle.ts';
import { FAMILY_ALPHA } from '../../compare/verdict.ts';
import { formatCounted } from '../format.ts';
import { listing } from '../text.ts';
import { hasChanged } from './words.ts';

interface Judgement extends Pick<Comparison, 'familySize' | 'design'> {
  readonly subjects: readonly Pick<SubjectComparison, 'rows'>[];
}

/** What to know before the rows are believed. */
export const cautions = (comparison: Comparison): string[] =>
  [emulated(comparison), tooFewBlocks(comparison), acrossMachines(comparison), movedAlike(comparison)].filter(
    (text) => text !== '',
  );

function emulated({ old, new: fresh }: Comparison): string {
  const sides = [old, fresh].filter((side) => side.emulated === true).map(({ name }) => name);
  if (sides.length === 0) return '';
  return `The instructions of ${listing([...new Set(sides)])} were translated by an emulator: neither its times nor its ratios say anything of a real machine of that kind.`;
}

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
function movedAlike({ subjects, ratios, machines }: Comparison): string {
  if (machines) return '';
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
