import { percentChange, percentInterval } from '../../report/comparison/figures.ts';
import { formatCounted, formatPercent } from '../../report/format.ts';
import { listing } from '../../report/text.ts';
import type { GateResult } from '../gate-result.ts';
import { decidingRow, type Fate, type GateRow, type RowSubject } from '../gate-row.ts';

/** More are counted; the table has them all. */
const MOST_NAMED = 3;

/** The answer first, in one or a few sentences. */
export function gateWords(result: GateResult): string {
  switch (result.outcome) {
    case 'regression':
      return `${confirmedWhat(result)} confirmed: ${named(confirmed(result))}.`;
    case 'cannotTell':
      return `Cannot tell${tolerated(result)}: ${named(open(result))}.`;
    case 'unfit':
      return `Unfit to judge: ${result.unfit.map(({ reason }) => reason).join(' ')}`;
    case 'noBaseline':
      return `No baseline${tolerated(result)}: ${result.noBaseline?.reason ?? ''}`;
    case 'passed':
      return noRegression(result);
  }
}

const tolerated = ({ pass }: GateResult): string => (pass ? ', which was told to pass' : '');

/** A gate may be told to fail on what got faster, which nobody would call a regression. */
const confirmedWhat = ({ rows, lost }: GateResult): string =>
  lost.some(({ fate }) => fate === 'confirmed') ||
  rows.some((row) => row.fate === 'confirmed' && decidingRow(row).verdict === 'slower')
    ? 'Regression'
    : 'Change';

function noRegression({ rows, rules }: GateResult): string {
  const words = listing([...new Set(rules.failOn)]);
  const count = (wanted: Fate): number => rows.filter(({ fate }) => fate === wanted).length;
  const shown = `none of ${formatCounted(rows.length, 'row')} is ${words} by more than ${formatPercent(rules.threshold)}`;
  const accepted = count('accepted') > 0 ? `, but for ${count('accepted')} accepted` : '';
  const cleared =
    count('cleared') > 0 ? ` (${count('cleared')} cleared by measuring old and new code again)` : '';
  return `No regression: ${shown}${accepted}${cleared}.`;
}

function named(items: readonly string[]): string {
  const left = items.length - MOST_NAMED;
  return left > 0
    ? `${items.slice(0, MOST_NAMED).join('; ')}; and ${formatCounted(left, 'other')}`
    : items.join('; ');
}

const confirmed = ({ rows, lost }: GateResult): string[] => [
  ...lost
    .filter(({ fate }) => fate === 'confirmed')
    .map((subject) => `${subjectWords(subject)} no longer works`),
  ...rows.filter(({ fate }) => fate === 'confirmed').map(changeWords),
];

/** 'cold start of catalog as wasm +4.1% [+3.2%, +5.0%], mostly in "first response"' */
function changeWords(row: GateRow): string {
  const { ratio, ratioInterval, shift } = decidingRow(row).statistics;
  const change =
    ratio === null ? (shift > 0 ? 'up from 0' : 'down to 0') : percentChange(ratio, ratioInterval);
  const interval = percentInterval(ratioInterval);
  const where = row.mostlyIn === null ? '' : `, mostly in "${row.mostlyIn}"`;
  return `${rowWords(row)} ${change}${interval === '' ? '' : ` ${interval}`}${where}`;
}

const open = ({ rows, lost, unjudged }: GateResult): string[] => [
  ...lost
    .filter(({ fate }) => fate === 'undecided')
    .map((subject) => because(`every trial of ${subjectWords(subject)} failed`, subject.why)),
  ...rows.filter(({ fate }) => fate === 'undecided').map((row) => because(changeWords(row), row.why)),
  ...unjudged.map(({ subject, reason }) => because(`${subject} was not judged`, reason)),
];

const because = (what: string, why: string | null): string => (why === null ? what : `${what} (${why})`);

/** 'cold start of catalog as wasm' */
export const rowWords = (row: GateRow): string => `${row.first.metric.label} of ${subjectWords(row)}`;

const subjectWords = ({ workload, runner }: RowSubject): string => `${workload} as ${runner}`;
