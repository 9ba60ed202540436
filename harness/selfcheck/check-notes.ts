import { formatCount, formatCounted, formatNs, formatPercent } from '../report/format.ts';
import type { Paragraph } from '../report/terminal/paragraphs.ts';
import { listing } from '../report/text.ts';
import type { RepeatCheck } from './evaluate.ts';
import type { RunnerCheck } from './pool.ts';

/** What the tables mean, what they do not cover, and what went wrong. */
export function checkNotes(check: RunnerCheck): Paragraph[] {
  return [
    ...troubles(check),
    { label: 'false alarms', text: alarmText(check) },
    { label: 'resolution', text: resolutionText(check) },
  ];
}

function troubles({ repeats }: RunnerCheck): Paragraph[] {
  const sum = (count: (repeat: RepeatCheck) => number): number =>
    repeats.reduce((total, repeat) => total + count(repeat), 0);
  const failed = sum(({ failedTrials }) => failedTrials);
  const disturbed = sum(({ disturbedBlocks }) => disturbedBlocks);
  const blocks = formatCounted(
    sum((repeat) => repeat.blocks),
    'block',
  );
  const about = (label: string, count: number, text: string): Paragraph[] =>
    count === 0 ? [] : [{ label, text }];
  return [
    ...about('failed', failed, `${formatCounted(failed, 'trial')} failed and are left out.`),
    ...about(
      'disturbed',
      disturbed,
      `Something else used the machine in ${formatCount(disturbed)} of ${blocks}. They count like all others: what follows holds for a machine as busy as this one was.`,
    ),
  ];
}

function alarmText({ falseAlarms, falseRows, falsePhases, repeats }: RunnerCheck): string {
  const [low, high] = [formatPercent(falseAlarms.low), formatPercent(falseAlarms.high)];
  const which = repeats.flatMap(({ twins: { alarms } }, index) =>
    alarms.map(({ metric, verdict }) => `${metric} was called ${verdict} in run ${index + 1}`),
  );
  return (
    `${falseAlarms.count} of ${formatCounted(falseAlarms.of, 'comparison')} (${falseRows.count} of ` +
    `${formatCounted(falseRows.of, 'row')})${which.length > 0 ? `: ${listing(which)}` : ''}. The rule allows 1%; ` +
    `these comparisons say that the rate is between ${low} and ${high}. Of phases, which only tell where a change ` +
    `sits, ${falsePhases.count} of ${falsePhases.of} were called changed.`
  );
}

function resolutionText({ detectable, coldStartNs, blocks, familySize }: RunnerCheck): string {
  if (detectable === null)
    return `${formatCounted(blocks, 'block')} are too few: no difference, however large, could be shown.`;
  return (
    `With ${formatCounted(blocks, 'block')} and the spread that this machine has between two trials of a block, ` +
    `corrected for ${formatCounted(familySize, 'row')}, a change of the cold start by ${formatPercent(detectable)} ` +
    `(${formatNs(detectable * coldStartNs)}) is found 19 times in 20. Four times the blocks halve it.`
  );
}
