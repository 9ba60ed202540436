import { leastToTell } from '../report/comparison/cautions.ts';
import { formatComparisonRule, formatNotes } from '../report/comparison/format-comparison.ts';
import { promise } from '../report/comparison/header.ts';
import { formatRowTable } from '../report/comparison/row-table.ts';
import { formatCount, formatCounted } from '../report/format.ts';
import { mapStrings, safeText, toAscii } from '../report/sanitize.ts';
import { createLook, type Look, type LookOptions } from '../report/terminal/look.ts';
import { renderParagraphs } from '../report/terminal/paragraphs.ts';
import { shorten } from '../report/text.ts';
import { shownNames } from './shown-names.ts';
import type { TimesComparison, TimesSide } from './times-comparison.ts';

const LONGEST_TEXT = 1000;
const LONGEST_SIDE = 120;

/** Comparisons for a terminal of `width` columns (60 to 160 are used), one after the other, with the last newline. */
export function formatTimesComparisons(
  comparisons: readonly TimesComparison[],
  options: LookOptions,
): string {
  const look = createLook(options);
  const speak = options.unicode ? (text: string) => text : toAscii;
  const clean = mapStrings(comparisons, (text) => speak(safeText(text, LONGEST_TEXT)));
  return speak(`${clean.map((one) => formatComparison(one, look)).join(formatComparisonRule(look))}\n`);
}

function formatComparison(comparison: TimesComparison, look: Look): string {
  const { caveats, notes } = comparison;
  return [
    formatHeader(comparison, look),
    renderParagraphs('Caveats', caveats, look),
    formatNotes(notes, look),
    formatCautions(comparison, look),
    formatTable(comparison, look),
  ]
    .filter((section) => section !== '')
    .join('\n\n');
}

function formatHeader(comparison: TimesComparison, look: Look): string {
  const { run, old, new: fresh } = comparison;
  const how = run === null ? APART : ONE_AFTER_THE_OTHER;
  const heading = run === null ? 'times of two files' : 'commands of one file, each with the first';
  return renderParagraphs(
    `coldbench compare: ${heading}`,
    [
      ...(run === null ? [] : [{ label: 'file', text: run }]),
      { label: 'old', text: sideText(old) },
      { label: 'new', text: sideText(fresh) },
      { label: 'how', text: `${how} ${promise(comparison)}` },
    ],
    look,
  );
}

const ALLOWANCE = 'every interval and verdict allows for as much as the times themselves drifted.';
const APART = `Two runs, apart in time, and the machine drifts: ${ALLOWANCE}`;
const ONE_AFTER_THE_OTHER = `Nothing is paired: the commands were run one after the other, and the machine drifts: ${ALLOWANCE}`;

function sideText({ name, writer, commands, runs }: TimesSide): string {
  const source = {
    hyperfine: 'hyperfine',
    unknown: "hyperfine's format",
    coldbench: 'coldbench, cold starts',
  }[writer];
  const noun = writer === 'coldbench' ? 'subject' : 'command';
  return `${shorten(name, LONGEST_SIDE)} (${source}; ${formatCounted(commands, noun)}, ${formatCounted(runs, 'run')} compared)`;
}

/** Why rows have no verdict, when there are too few runs for any. */
function formatCautions(comparison: TimesComparison, look: Look): string {
  const { subjects, familySize } = comparison;
  const reasons = subjects.flatMap(({ rows }) => rows.flatMap(({ statistics }) => statistics.note ?? []));
  const least = leastToTell(comparison);
  const tooFew =
    least === null
      ? []
      : [
          `So few runs cannot show any of ${formatCounted(familySize, 'row')} to be faster or slower: that takes ${least} at least.`,
        ];
  const texts = [...tooFew, ...[...new Set(reasons)].map((reason) => `Some rows have ${reason}.`)];
  return renderParagraphs(
    'Cautions',
    texts.map((text) => ({ label: '-', text })),
    look,
  );
}

/** One row a command. */
function formatTable({ subjects }: TimesComparison, look: Look): string {
  const names = shownNames(
    subjects.map(({ subject }) => subject),
    look,
  );
  const rows = subjects.flatMap((subject) => subject.rows);
  const counts = rows.map(({ statistics: { nOld, nNew } }) => `${formatCount(nOld)} → ${formatCount(nNew)}`);
  return formatRowTable({ head: 'command', align: 'left', cells: names }, rows, look, {
    more: 'runs',
    extra: [{ head: 'n', align: 'right', cells: counts }],
  });
}
