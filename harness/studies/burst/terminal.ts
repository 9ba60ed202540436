import { formatCount, formatPercent, NS_UNITS, ratioDigits } from '../../report/format.ts';
import type { NameOf } from '../../report/subject-names.ts';
import type { RunSummary } from '../../report/summary-types.ts';
import type { Look } from '../../report/terminal/look.ts';
import { type Paragraph, renderParagraphs } from '../../report/terminal/paragraphs.ts';
import { quantities } from '../../report/terminal/subject-table.ts';
import { type Column, foldColumns, renderTable } from '../../report/terminal/table.ts';
import { listing, sentence } from '../../report/text.ts';
import { studyRows } from '../subject-rows.ts';
import type { BurstSummary } from './summary.ts';

type Row = { readonly name: string; readonly found: BurstSummary };

/** Below this the harness's own work is lost in the spread of the rounds. */
const TELLING_SHARE = 0.1;

/** How long bursts take, and who waits while the only instance starts; empty when neither was measured. */
export function formatBursts(run: RunSummary, workload: string, nameOf: NameOf, look: Look): string {
  const rows = studyRows(run, workload, nameOf, run.studies.burst);
  if (rows.length === 0) return '';
  return [burstTable(rows, look), zeroTable(rows, look), renderNotes(rows, look)]
    .filter((part) => part !== '')
    .join('\n\n');
}

const keyOf = (rows: readonly Row[]): Column => ({
  head: 'runner',
  align: 'left',
  cells: rows.map(({ name }) => name),
});

function render(heading: string, rows: readonly Row[], columns: readonly Column[], look: Look): string {
  const key = keyOf(rows);
  const tables = foldColumns(key, columns, look.width);
  return `${look.colors.bold(heading)}\n${tables.map((table) => renderTable([key, ...table], look)).join('\n\n')}`;
}

function burstTable(rows: readonly Row[], look: Look): string {
  const counts = [...new Set(rows.flatMap(({ found }) => found.bursts.map(({ count }) => count)))];
  const sizes = counts.sort((a, b) => a - b);
  const of = ({ found }: Row, size: number) => found.bursts.find(({ count }) => count === size);
  const most = Math.max(1, ...rows.flatMap(({ found }) => found.bursts.flatMap(sizeOfAnswered)));
  const times = sizes.flatMap((size) =>
    quantities(
      `${size} at once\n`,
      rows.map((row) => of(row, size)?.allAnsweredNs?.value),
      NS_UNITS,
    ),
  );
  const ratios = rows.map((row) => of(row, most)?.timesOne ?? null);
  if (times.length === 0) return '';
  const failed = rows.map(({ found }) => found.bursts.reduce((sum, burst) => sum + burst.failed, 0));
  const columns: Column[] = [
    ...times,
    ...(most === 1
      ? []
      : [
          {
            head: `${most} against\none`,
            align: 'right' as const,
            cells: ratios.map((ratio) => (ratio === null ? '–' : `${ratioDigits(ratio)}x`)),
          },
        ]),
    ...(failed.every((count) => count === 0)
      ? []
      : [{ head: 'failed', align: 'right' as const, cells: failed.map(formatCount) }]),
  ];
  return render('Cold starts at once: until all have answered', rows, columns, look);
}

const sizeOfAnswered = ({ count, allAnsweredNs }: BurstSummary['bursts'][number]): number[] =>
  allAnsweredNs ? [count] : [];

function zeroTable(all: readonly Row[], look: Look): string {
  const rows = all.filter(({ found }) => found.fromZero);
  const zeros = rows.flatMap(({ found }) => found.fromZero ?? []);
  const [first] = zeros;
  if (!first) return '';
  const rate = formatCount(Math.round(first.requestsPerSecond));
  const columns: Column[] = [
    {
      head: `waited\nof ${first.requests}`,
      align: 'right',
      cells: zeros.map(({ waited }) => formatCount(waited.value)),
    },
    ...quantities(
      'median\nwait ',
      zeros.map(({ waitMedianNs }) => waitMedianNs?.value),
      NS_UNITS,
    ),
    ...quantities(
      'longest\nwait ',
      zeros.map(({ waitLongestNs }) => waitLongestNs?.value),
      NS_UNITS,
    ),
    ...quantities(
      'caught up\nafter ',
      zeros.map(({ caughtUpNs }) => caughtUpNs?.value),
      NS_UNITS,
    ),
  ];
  return render(`From zero: ${rate} requests a second as the instance starts`, rows, columns, look);
}

function renderNotes(rows: readonly Row[], look: Look): string {
  const notes = rows.flatMap(({ name, found }): Paragraph[] => [
    ...troubleNote(name, found),
    ...(found.fromZeroReason === null ? [] : [{ label: name, text: `from zero: ${found.fromZeroReason}` }]),
    ...busyNote(name, found),
  ]);
  return renderParagraphs('About the bursts', notes, look);
}

/** The smallest burst that went wrong tells why; larger ones seldom say more. */
function troubleNote(name: string, { bursts }: BurstSummary): Paragraph[] {
  const [first, ...larger] = bursts.filter(({ reason }) => reason !== null);
  if (!first) return [];
  const rest =
    larger.length === 0
      ? ''
      : ` So it was, or alike, with ${listing(larger.map(({ count }) => `${count}`))}.`;
  return [{ label: name, text: `${first.count} at once: ${sentence(first.reason ?? '')}${rest}` }];
}

function busyNote(name: string, { bursts }: BurstSummary): Paragraph[] {
  const busiest = bursts.toSorted((a, b) => (b.harnessShare ?? 0) - (a.harnessShare ?? 0))[0];
  if (!busiest?.harnessShare || busiest.harnessShare < TELLING_SHARE) return [];
  const share = formatPercent(busiest.harnessShare);
  return [
    {
      label: name,
      text: `The harness itself was busy for up to ${share} of a burst (${busiest.count} at once); so much of it may be its own.`,
    },
  ];
}
