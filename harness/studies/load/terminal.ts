import { formatCount, formatNs, NS_UNITS } from '../../report/format.ts';
import type { NameOf } from '../../report/subject-names.ts';
import type { RunSummary } from '../../report/summary-types.ts';
import type { Look } from '../../report/terminal/look.ts';
import { type Paragraph, renderParagraphs } from '../../report/terminal/paragraphs.ts';
import { quantities } from '../../report/terminal/subject-table.ts';
import { type Column, foldColumns, renderTable } from '../../report/terminal/table.ts';
import { studyRows } from '../subject-rows.ts';
import type { LoadSummary } from './summary.ts';

type Row = { readonly name: string; readonly found: LoadSummary };

/** Latency at a constant rate; empty when it was not measured. */
export function formatLoad(run: RunSummary, workload: string, nameOf: NameOf, look: Look): string {
  const rows = studyRows(run, workload, nameOf, run.studies.load);
  if (rows.length === 0) return '';
  const key: Column = { head: 'runner', align: 'left', cells: rows.map(({ name }) => name) };
  const rate = rows[0]?.found.requestsPerSecond ?? 0;
  const heading = `At ${formatCount(rate)} requests a second, from when each was meant to be sent`;
  const tables = foldColumns(key, columnsOf(rows), look.width);
  return [
    [look.colors.bold(heading), ...tables.map((table) => renderTable([key, ...table], look))].join('\n'),
    renderParagraphs('', notes(rows), look),
  ]
    .filter((part) => part !== '')
    .join('\n');
}

function columnsOf(rows: readonly Row[]): Column[] {
  const quantile = (head: string, of: (found: LoadSummary) => number | null): Column[] =>
    quantities(
      `${head}\n`,
      rows.map(({ found }) => of(found)),
      NS_UNITS,
    );
  const searched = rows.some(({ found }) => found.slo !== null);
  return [
    ...quantile('p50', ({ p50Ns }) => p50Ns),
    ...quantile('p90', ({ p90Ns }) => p90Ns),
    ...quantile('p99', ({ p99Ns }) => p99Ns),
    ...quantile('p99.9', ({ p999Ns }) => p999Ns),
    ...quantile('slowest', ({ maxNs }) => maxNs),
    { head: 'n', align: 'right', cells: rows.map(({ found }) => formatCount(found.sent)) },
    ...(rows.some(({ found }) => found.failed > 0)
      ? [
          {
            head: 'failed',
            align: 'right' as const,
            cells: rows.map(({ found }) => formatCount(found.failed)),
          },
        ]
      : []),
    ...(searched
      ? [{ head: 'holds\nper s', align: 'right' as const, cells: rows.map(({ found }) => highest(found)) }]
      : []),
  ];
}

const highest = ({ slo }: LoadSummary): string =>
  slo?.highestPerSecond ? formatCount(slo.highestPerSecond) : '–';

/** The generator's own lateness, from this part of a latency on, is worth a word. */
const TELLING_SHARE = 0.1;

function notes(rows: readonly Row[]): Paragraph[] {
  return rows.flatMap(({ name, found }) => {
    const { reason, lagP99Ns, p99Ns, maxNs, slo } = found;
    const reference = p99Ns ?? maxNs;
    const late =
      lagP99Ns !== null && reference !== null && lagP99Ns > reference * TELLING_SHARE
        ? `The generator itself was up to ${formatNs(lagP99Ns)} late (99th percentile), which is part of these figures.`
        : '';
    const search = slo ? searchWords(slo) : '';
    const text = [reason === null ? '' : `${reason}.`, search, late].filter((part) => part !== '').join(' ');
    return text === '' ? [] : [{ label: name, text }];
  });
}

function searchWords({ slo, highestPerSecond, brokenPerSecond }: NonNullable<LoadSummary['slo']>): string {
  const bound = `p${Number((slo.quantile * 100).toFixed(3))} below ${formatNs(slo.limitNs)}`;
  if (highestPerSecond === null) return `No rate held ${bound}.`;
  const broken =
    brokenPerSecond === null ? 'no higher one was tried' : `${formatCount(brokenPerSecond)} did not`;
  return `${formatCount(highestPerSecond)} requests a second held ${bound}, ${broken}.`;
}
