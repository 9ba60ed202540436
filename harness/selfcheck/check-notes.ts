import { formatCounted, formatNs, formatPercent } from '../report/format.ts';
import type { Paragraph } from '../report/terminal/paragraphs.ts';
import type { RunnerCheck } from './pool.ts';

/** What the tables mean, what they do not cover, and what went wrong. */
export function checkNotes(check: RunnerCheck): Paragraph[] {
  const failed = check.repeats.reduce((sum, { failedTrials }) => sum + failedTrials, 0);
  return [
    ...(failed === 0
      ? []
      : [{ label: 'failed', text: `${formatCounted(failed, 'trial')} failed and are left out.` }]),
    { label: 'false alarms', text: alarmText(check) },
    { label: 'resolution', text: resolutionText(check) },
  ];
}

function alarmText({ falseAlarms, falseRows, falsePhases }: RunnerCheck): string {
  const at = (share: number): string => formatPercent(share);
  return (
    `${falseAlarms.count} of ${formatCounted(falseAlarms.of, 'comparison')} (${falseRows.count} of ` +
    `${formatCounted(falseRows.of, 'row')}); so few say no more than that the true rate is below ` +
    `${at(falseAlarms.high)} (95%). The rule allows 1% of comparisons. Of phases, which are not part of the verdict, ` +
    `${falsePhases.count} of ${falsePhases.of} were called changed.`
  );
}

function resolutionText({ detectable, standardError, coldStartNs, blocks, repeats }: RunnerCheck): string {
  const rows = Math.max(0, ...repeats.map(({ twins }) => twins.familySize));
  if (detectable === null || standardError === null)
    return `${formatCounted(blocks, 'block')} are too few: no difference, however large, could be shown.`;
  return (
    `With ${formatCounted(blocks, 'block')} the cold start is compared with a standard error of ` +
    `${formatPercent(standardError)}; corrected for ${formatCounted(rows, 'row')}, a change of ` +
    `${formatPercent(detectable)} (${formatNs(detectable * coldStartNs)}) is found 19 times in 20. ` +
    'Four times the blocks halve it.'
  );
}
