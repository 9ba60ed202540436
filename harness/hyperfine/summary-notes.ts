import { formatCount, formatCounted } from '../report/format.ts';
import { spreadNotes } from '../report/quality-notes.ts';
import type { Look } from '../report/terminal/look.ts';
import type { Paragraph } from '../report/terminal/paragraphs.ts';
import { listing } from '../report/text.ts';
import type { Shown } from './summary-table.ts';

/** Exit codes shown of a command, the most frequent first; the rest is counted. */
const MOST_CODES = 5;

/** Every command that failed: how often, and with which exit codes. */
export const failureNotes = (commands: readonly Shown[], { colors }: Look): Paragraph[] =>
  commands
    .filter(({ runs }) => runs.failed > 0)
    .map(({ shown, runs, failures }) => {
      const codes = failures
        .slice(0, MOST_CODES)
        .map(({ exitCode, count }) => `${formatCount(count)} with exit code ${exitCode}`);
      const more = failures.length - MOST_CODES;
      const all = listing([
        ...codes,
        ...(more > 0 ? [`more with ${formatCounted(more, 'other code')}`] : []),
      ]);
      const runCount = formatCounted(runs.succeeded + runs.failed, 'run');
      return { label: colors.red(shown), text: `${all}, of ${runCount}. Their times are in no figure.` };
    });

/** How far the figures can be trusted; empty when there is nothing to say. */
export function trustNotes(commands: readonly Shown[]): Paragraph[] {
  const measured = commands.flatMap(({ shown, times }) => (times ? [{ name: shown, times }] : []));
  return [
    ...spreadNotes(measured, 'Times'),
    ...countNote('zero', commands, ({ zeros }) => zeros, ZEROS),
    ...countNote('exit codes', commands, ({ runs }) => runs.withoutExitCode, NO_EXIT_CODE),
  ];
}

const ZEROS = (list: string): string =>
  `Runs of 0: ${list}. They took no longer than the shell whose start hyperfine subtracts; --shell=none shows what they took.`;

const NO_EXIT_CODE = (list: string): string =>
  `Not in the file: ${list}. Whether these runs succeeded is not known.`;

/** 'X (3 of 20) and Y (all 10)', in a sentence; nothing when every count is 0. */
function countNote(
  label: string,
  commands: readonly Shown[],
  countOf: (command: Shown) => number,
  sentence: (list: string) => string,
): Paragraph[] {
  const items = commands.flatMap((command) => {
    const [count, all] = [countOf(command), command.runs.succeeded];
    if (count === 0) return [];
    return [`${command.shown} (${count === all ? 'all ' : `${formatCount(count)} of `}${formatCount(all)})`];
  });
  return items.length === 0 ? [] : [{ label, text: sentence(listing(items)) }];
}
