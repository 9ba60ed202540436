import { formatCounted } from '../report/format.ts';
import { mapStrings, safeText, toAscii } from '../report/sanitize.ts';
import { createLook, type LookOptions } from '../report/terminal/look.ts';
import { renderParagraphs } from '../report/terminal/paragraphs.ts';
import { caveatsOfFile } from './caveats.ts';
import { shownNames } from './shown-names.ts';
import type { HyperfineSummary } from './summary.ts';
import { failureNotes, trustNotes } from './summary-notes.ts';
import { formatTable, type Shown } from './summary-table.ts';

/** No command or path is longer; what is shown where may be shorter. */
const LONGEST_TEXT = 1000;

/** The figures of an export of hyperfine for a terminal of `width` columns (60 to 160 are used), with the last newline. */
export function formatSummary(summary: HyperfineSummary, options: LookOptions): string {
  const look = createLook(options);
  const speak = options.unicode ? (text: string) => text : toAscii;
  const { path, writer, commands } = mapStrings(summary, (text) => speak(safeText(text, LONGEST_TEXT)));
  const names = shownNames(
    commands.map(({ name }) => name),
    look,
  );
  const shown = commands.map((command, index): Shown => ({ ...command, shown: names[index] ?? '' }));
  const source = writer === 'hyperfine' ? 'from hyperfine' : "in hyperfine's format";
  const sections = [
    look.colors.bold(`Times of ${formatCounted(commands.length, 'command')}, imported ${source}`),
    formatTable(shown, look),
    renderParagraphs('Failed runs', failureNotes(shown, look), look),
    renderParagraphs('How far to trust this', trustNotes(shown), look),
    renderParagraphs('Caveats', caveatsOfFile(writer), look),
    // Not wrapped, so that it can be copied.
    `${look.colors.bold('Every time is in')} ${path}`,
  ];
  return speak(`${sections.filter((section) => section !== '').join('\n\n')}\n`);
}
