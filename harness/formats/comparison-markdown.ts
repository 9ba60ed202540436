import type { Comparison, ComparisonRow } from '../compare/comparison.ts';
import type { RatioEstimate } from '../compare/ratios.ts';
import { CALIBRATION_HEADING, kernelName } from '../report/comparison/calibration-table.ts';
import { LIKENESS_HEADING } from '../report/comparison/format-comparison.ts';
import { howCompared } from '../report/comparison/header.ts';
import { bothSides, nameOf as nameOfDifference } from '../report/comparison/hidden-table.ts';
import { comparisonWords } from '../report/comparison/in-words.ts';
import { likenessWords, ratioWithEnds } from '../report/comparison/machine-words.ts';
import { comparisonNames, type NameComparison } from '../report/comparison/names.ts';
import { refusalText } from '../report/comparison/ratio-table.ts';
import { shownRows } from '../report/comparison/row-table.ts';
import { changeText, oldToNew } from '../report/comparison/row-words.ts';
import { hasChanged, verdictWord } from '../report/comparison/words.ts';
import { formatCount, formatNs, formatRatio } from '../report/format.ts';
import type { ComparisonFormat } from './format.ts';
import {
  details,
  fit,
  fitSections,
  MOST_CHARACTERS,
  NONE,
  type Part,
  quoted,
  row,
  tableHead,
} from './markdown-text.ts';

const LONGEST_NAME = 60;

/** In this order in the heading and in the table: what a reviewer must see comes first. */
const WORDS = ['slower', 'larger', 'faster', 'smaller', 'inconclusive', 'same'];

export const comparisonMarkdown: ComparisonFormat = {
  name: 'markdown',
  purpose: 'pull-request comments and $GITHUB_STEP_SUMMARY: verdicts first, collapsible details',
  format: (comparisons) => fitSections(comparisons, MOST_CHARACTERS, section),
};

function section(comparison: Comparison, room: number): string {
  const { subjects, refused, hidden, notes } = comparison;
  const nameOf = comparisonNames(subjects, LONGEST_NAME);
  const heading = `## ${verdictCounts(comparison)}\n\n${sides(comparison)}\n\n`;
  const differences = hidden.map((one) =>
    row([nameOfDifference(one), ...bothSides(one)].map((text) => quoted(text, LONGEST_NAME))),
  );
  const how = [...(refused ? [] : [howCompared(comparison)]), ...notes];
  const parts = [
    ...(refused ? refusedParts(comparison, nameOf) : judgedParts(comparison, nameOf)),
    likeness(comparison, nameOf),
    details('What else differs', differences, tableHead(['differs', 'old', 'new'], 3)),
    details(
      'How it was compared',
      how.map((text) => `- ${quoted(text, 500)}\n`),
    ),
  ];
  return heading + fit(parts, room - heading.length);
}

const wordOf = ({ verdict, metric }: ComparisonRow): string => verdictWord(verdict, metric);

const judgedRows = ({ subjects }: Comparison): ComparisonRow[] =>
  subjects.flatMap(({ rows }) => rows.filter(({ hypothesis }) => hypothesis));

function verdictCounts(comparison: Comparison): string {
  if (comparison.refused) return 'Not compared: different machines';
  const words = judgedRows(comparison).map(wordOf);
  const counts = WORDS.map((word) => ({ word, count: words.filter((one) => one === word).length }));
  const found = counts
    .filter(({ count }) => count > 0)
    .map(({ word, count }) => `${formatCount(count)} ${word}`);
  const lost = comparison.lost.length > 0 ? [`${formatCount(comparison.lost.length)} failing`] : [];
  // The counts alone would say that a machine is faster, which is not what was asked.
  if (comparison.machines) return ['Different machines', ...lost].join(', ');
  return [...lost, ...found].join(', ');
}

function sides({ old, new: fresh, run, lost }: Comparison): string {
  const of = run === null ? '' : ` of ${quoted(run)}`;
  const failing = lost
    .slice(0, 5)
    .map((subject) => `\n\n**${quoted(subject, LONGEST_NAME)}**: no trial succeeded in the new one.`);
  return `${quoted(old.name)} → ${quoted(fresh.name)}${of}${failing.join('')}`;
}

function judgedParts(comparison: Comparison, nameOf: NameComparison): Part[] {
  const words = comparisonWords(comparison, nameOf).map(
    ({ label, text }) => `- **${quoted(label, LONGEST_NAME)}**: ${quoted(text, 600)}\n`,
  );
  const rows = comparison.subjects.flatMap((subject) =>
    shownRows(subject).map((shown) => ({ shown, name: quoted(nameOf(subject), LONGEST_NAME) })),
  );
  const place = ({ shown }: { shown: ComparisonRow }): number => WORDS.indexOf(wordOf(shown));
  const judged = rows.filter(({ shown }) => shown.hypothesis).sort((a, b) => place(a) - place(b));
  const phases = rows.filter(({ shown }) => !shown.hypothesis);
  const line = ({ shown, name }: { shown: ComparisonRow; name: string }): string => {
    const word = wordOf(shown);
    const verdict = hasChanged(shown) && shown.hypothesis ? `**${word}**` : word;
    return row([verdict, name, shown.metric.label, oldToNew(shown), changeText(shown.statistics)]);
  };
  const head = tableHead(['verdict', 'subject', 'metric', 'old → new', 'change [95 %]'], 3);
  const rowsPart = { head, lines: judged.map(line), tail: '\n' };
  const wordsPart = { head: '', lines: words, tail: '\n' };
  return [
    ...(comparison.machines
      ? [ratiosPart(comparison, nameOf), calibrationPart(comparison), wordsPart, rowsPart]
      : [rowsPart, wordsPart]),
    details('Phases, where a cold start changed', phases.map(line), head),
  ];
}

function refusedParts(comparison: Comparison, nameOf: NameComparison): Part[] {
  return [
    { head: '', lines: [`${quoted(refusalText(comparison), 1000)}\n`], tail: '\n' },
    ratiosPart(comparison, nameOf),
  ];
}

function ratiosPart({ ratios }: Comparison, nameOf: NameComparison): Part {
  const lines = ratios.map((ratio) =>
    row([quoted(nameOf(ratio), LONGEST_NAME), ...[ratio.old, ratio.new, ratio.ratioOfRatios].map(ratioCell)]),
  );
  const head = tableHead(['over a plain process', 'old ratio', 'new ratio', 'new over old [95 %]'], 1);
  return { head, lines, tail: '\n' };
}

/** What the absolute figures that follow are to be read beside. */
function calibrationPart({ machines }: Comparison): Part {
  const { kernels, notes } = machines?.calibration ?? { kernels: [], notes: [] };
  const rows = kernels.map((kernel) =>
    row([
      quoted(kernelName(kernel), LONGEST_NAME),
      formatNs(kernel.oldNs),
      formatNs(kernel.newNs),
      ratioWithEnds(kernel.ratio, kernel.ratioInterval),
    ]),
  );
  const lines = notes.map((note) => `\n${quoted(note, 500)}\n`);
  const head =
    kernels.length === 0 ? '' : tableHead([CALIBRATION_HEADING, 'old', 'new', 'new over old [95 %]'], 1);
  return { head, lines: [...rows, ...lines], tail: '\n' };
}

const likeness = (comparison: Comparison, nameOf: NameComparison): Part =>
  details(
    LIKENESS_HEADING,
    likenessWords(comparison, nameOf).map(
      ({ label, text }) => `- **${quoted(label, LONGEST_NAME)}**: ${quoted(text, 500)}\n`,
    ),
  );

const ratioCell = ({ value, interval }: RatioEstimate): string =>
  interval
    ? `${formatRatio(value)} [${formatRatio(interval.low)}, ${formatRatio(interval.high)}]`
    : `${formatRatio(value)} ${NONE}`;
