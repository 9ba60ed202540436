import type { Comparison, SubjectComparison } from '../../compare/comparison.ts';
import { formatCount, formatCounted } from '../format.ts';
import { mapStrings, safeText, toAscii } from '../sanitize.ts';
import { createLook, type Look, type LookOptions } from '../terminal/look.ts';
import { renderParagraphs } from '../terminal/paragraphs.ts';
import { shorten, textWidth } from '../text.ts';
import { formatCalibration } from './calibration-table.ts';
import { formatComparisonHeader } from './header.ts';
import { formatHidden } from './hidden-table.ts';
import { comparisonWords } from './in-words.ts';
import { likenessWords } from './machine-words.ts';
import { comparisonNames, emulationLabel, type NameComparison } from './names.ts';
import { formatRatios, formatRefusal } from './ratio-table.ts';
import { formatRows } from './row-table.ts';

/** No name, path or note of a result file is longer. */
const LONGEST_TEXT = 1000;
const LONGEST_HEADING = 40;

/** Comparisons for a terminal of `width` columns (60 to 160 are used), one after the other, with the last newline. */
export function formatComparisons(comparisons: readonly Comparison[], options: LookOptions): string {
  const look = createLook(options);
  const speak = options.unicode ? (text: string) => text : toAscii;
  const clean = mapStrings(comparisons, (text) => speak(safeText(text, LONGEST_TEXT)));
  const texts = clean.map((comparison) => formatComparison(comparison, look));
  return speak(`${texts.join(formatComparisonRule(look))}\n`);
}

/** What stands between two comparisons. */
export const formatComparisonRule = ({ colors, width }: Look): string =>
  `\n\n${colors.dim('─'.repeat(width))}\n\n`;

function formatComparison(comparison: Comparison, look: Look): string {
  const { hidden, notes, refused, subjects } = comparison;
  const nameOf = comparisonNames(subjects, Math.floor(look.width / 3));
  const likeness = renderParagraphs(LIKENESS_HEADING, likenessWords(comparison, nameOf), look);
  const body = refused
    ? [formatRefusal(comparison, nameOf, look), likeness]
    : [
        ...acrossMachines(comparison, nameOf, look),
        likeness,
        renderParagraphs('In words', comparisonWords(comparison, nameOf), look),
        ...subjects.map((subject) => formatSubject(subject, nameOf, look)),
      ];
  return [
    formatComparisonHeader(comparison, look),
    formatHidden(hidden, look) || sameSurroundings(comparison, look),
    formatNotes(notes, look),
    ...body,
  ]
    .filter((section) => section !== '')
    .join('\n\n');
}

export const LIKENESS_HEADING = 'What was measured on both machines';

/** Ratios within each machine come first: they compare. Absolute figures follow the calibration that they are read beside. */
function acrossMachines(comparison: Comparison, nameOf: NameComparison, look: Look): string[] {
  const { machines, ratios } = comparison;
  if (!machines) return [];
  return [formatRatios(ratios, nameOf, look), formatCalibration(machines.calibration, look)];
}

const sameSurroundings = ({ design }: Comparison, { colors }: Look): string =>
  design === 'paired' ? '' : colors.dim('No hidden differences in machine, tools, plan or labels.');

/** A hostile or very long set must not push the figures off the screen. */
const MOST_NOTES = 20;

export function formatNotes(notes: readonly string[], look: Look): string {
  const left = notes.length - MOST_NOTES;
  const more = left > 0 ? [{ label: '-', text: `and ${formatCounted(left, 'other')}, in --json.` }] : [];
  const shown = notes.slice(0, MOST_NOTES).map((text) => ({ label: '-', text }));
  return renderParagraphs('Notes', [...shown, ...more], look);
}

function formatSubject(subject: SubjectComparison, nameOf: NameComparison, look: Look): string {
  if (subject.rows.length === 0) return '';
  const label = emulationLabel(subject);
  const name =
    subject.workload === null
      ? nameOf(subject)
      : `${shorten(subject.subject, LONGEST_HEADING - label.length)}${label}`;
  return [heading(subject, name, look), '', formatRows(subject, look)].join('\n');
}

function heading({ rows }: SubjectComparison, fullName: string, { width, colors }: Look): string {
  const cold = rows.find(({ metric }) => metric.name === 'coldStart') ?? rows[0];
  const [old, fresh] = [cold?.statistics.nOld ?? 0, cold?.statistics.nNew ?? 0];
  const counts =
    old === fresh
      ? `${formatCounted(old, 'trial')} each`
      : `${formatCount(old)} → ${formatCounted(fresh, 'trial')}`;
  const name = shorten(fullName, Math.min(LONGEST_HEADING, width - counts.length - 9));
  const rule = '─'.repeat(width - textWidth(name) - counts.length - 7);
  return `${colors.dim('──')} ${colors.bold(name)}${colors.dim(` (${counts}) ${rule}`)}`;
}
