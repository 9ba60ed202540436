import type { Comparison, ComparisonRow, SubjectComparison } from '../../compare/comparison.ts';
import { LEAST_SAMPLES } from '../../compare/row.ts';
import { formatCounted, formatNs, formatPercent } from '../format.ts';
import { startingAs } from '../runner-words.ts';
import type { Paragraph } from '../terminal/paragraphs.ts';
import { listing, shorten } from '../text.ts';
import { cautions } from './cautions.ts';
import { percentChange, roundedBlocks } from './figures.ts';
import { machineWords } from './machine-words.ts';
import { mainPhase } from './main-phase.ts';
import type { NameComparison } from './names.ts';
import { hasChanged, verdictWord } from './words.ts';

const LONGEST_SIDE = 24;

/** What the rows mean; never says more than their verdicts do. */
export function comparisonWords(comparison: Comparison, nameOf: NameComparison): Paragraph[] {
  const { run, old, new: fresh, threshold } = comparison;
  const sides = run === null ? { old: 'old', new: 'new' } : { old: side(old.name), new: side(fresh.name) };
  const subjects = comparison.subjects.map((subject) => {
    const cold = subject.rows.find(({ metric }) => metric.name === 'coldStart');
    const sentences = [
      cold ? coldSentence(cold, subject, sides, threshold) : '',
      otherSentences(subject, cold),
    ];
    return { label: nameOf(subject), text: sentences.filter((text) => text !== '').join(' ') };
  });
  const warnings = cautions(comparison).map((text) => ({ label: 'caution', text }));
  if (comparison.machines) return [...warnings, ...machineWords(comparison, nameOf)];
  return [...warnings, ...subjects].filter(({ text }) => text !== '');
}

const side = (name: string): string => `'${shorten(name, LONGEST_SIDE)}'`;

interface Sides {
  readonly old: string;
  readonly new: string;
}

function coldSentence(
  row: ComparisonRow,
  subject: SubjectComparison,
  { old, new: fresh }: Sides,
  threshold: number,
): string {
  const { verdict, statistics } = row;
  const how = startingAs(subject);
  const start = `${how.charAt(0).toUpperCase()}${how.slice(1)},`;
  if (verdict === 'same')
    return `${start} ${fresh} starts as fast as ${old}, to within ${formatPercent(threshold)}.`;
  if (verdict === 'inconclusive')
    return `${start} whether ${fresh} starts faster or slower than ${old} is open${openBetween(row)}`;
  const { ratio, ratioInterval, shift } = statistics;
  const percent = percentChange(ratio, ratioInterval).replace(/^[+-]/, '');
  return `${start} ${fresh} starts ${percent} ${verdict} than ${old} (${formatNs(Math.abs(shift))}${whereItSits(row, subject)}).`;
}

function openBetween({ statistics, moreBlocks }: ComparisonRow): string {
  const { ratioInterval, nOld, nNew } = statistics;
  const span = ratioInterval
    ? `: the change lies between ${percentChange(ratioInterval.low, ratioInterval)} and ${percentChange(ratioInterval.high, ratioInterval)}`
    : `: ${formatCounted(Math.min(nOld, nNew), 'trial')} cannot tell, ${LEAST_SAMPLES} are the least`;
  if (moreBlocks === null) return `${span}.`;
  return `${span}; about ${roundedBlocks(moreBlocks)} more blocks would probably settle it.`;
}

function whereItSits(row: ComparisonRow, { rows }: SubjectComparison): string {
  const phase = mainPhase(row, rows);
  return phase === null ? '' : `, most of it in "${phase}"`;
}

/** More inconclusive metrics than these are counted. */
const MOST_NAMED = 2;

/** 'Slower: warm p50 (+3.1%). Larger: artifact size (+12%). Inconclusive: 3 other metrics.' */
function otherSentences({ rows }: SubjectComparison, cold: ComparisonRow | undefined): string {
  const others = rows.filter((row) => row !== cold && row.hypothesis);
  const changed = others.filter(hasChanged);
  const words = [...new Set(changed.map(({ verdict, metric }) => verdictWord(verdict, metric)))];
  const open = others.filter(({ verdict }) => verdict === 'inconclusive');
  return [
    ...words.map((word) => {
      const ofWord = changed.filter(({ verdict, metric }) => verdictWord(verdict, metric) === word);
      return `${word.charAt(0).toUpperCase()}${word.slice(1)}: ${listing(ofWord.map(withChange))}.`;
    }),
    ...(open.length === 0
      ? []
      : [
          `Inconclusive: ${open.length > MOST_NAMED ? `${open.length} other metrics` : listing(open.map(({ metric }) => metric.label))}.`,
        ]),
  ].join(' ');
}

const withChange = ({ metric, statistics: { ratio, ratioInterval } }: ComparisonRow): string =>
  ratio === null ? metric.label : `${metric.label} (${percentChange(ratio, ratioInterval)})`;
