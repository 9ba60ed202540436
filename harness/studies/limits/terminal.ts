import { BYTE_UNITS, formatBytes, formatRatio, NS_UNITS } from '../../report/format.ts';
import type { NameOf } from '../../report/subject-names.ts';
import type { RunSummary } from '../../report/summary-types.ts';
import type { Look } from '../../report/terminal/look.ts';
import { type Paragraph, renderParagraphs } from '../../report/terminal/paragraphs.ts';
import { quantities } from '../../report/terminal/subject-table.ts';
import { type Column, foldColumns, renderTable } from '../../report/terminal/table.ts';
import { listing, sentence } from '../../report/text.ts';
import { studyRows } from '../subject-rows.ts';
import { UNLIMITED } from './plan.ts';
import { LEAST } from './search.ts';
import type { LimitsSummary } from './summary.ts';

type Row = { readonly name: string; readonly found: LimitsSummary };
type Limited = LimitsSummary['sizes'][number];

/** Cold starts under limits, and the smallest memory; empty when it was not measured. */
export function formatLimits(run: RunSummary, workload: string, nameOf: NameOf, look: Look): string {
  const rows = studyRows(run, workload, nameOf, run.studies.limits);
  if (rows.length === 0) return '';
  const key: Column = { head: 'runner', align: 'left', cells: rows.map(({ name }) => name) };
  const sizes = sizesOf(rows);
  const columns = [...floorColumns(rows), ...startColumns(rows, sizes), ...ratioColumns(rows, sizes)];
  const tables = foldColumns(key, columns, look.width);
  const shown = tables.map((table) => renderTable([key, ...table], look)).join('\n\n');
  const heading = look.colors.bold('Under limits: launch to first response');
  const paragraphs = [...sizeNote(sizes), ...floorNote(rows), ...rows.flatMap(troubles)];
  const notes = renderParagraphs('About the limits', paragraphs, look);
  return [columns.length === 0 ? '' : `${heading}\n${shown}`, notes]
    .filter((part) => part !== '')
    .join('\n\n');
}

function sizesOf(rows: readonly Row[]): Limited[] {
  const all = rows.flatMap(({ found }) => found.sizes);
  return all.filter(({ size }, index) => all.findIndex((one) => one.size === size) === index);
}

const sizeOf = ({ found }: Row, { size }: Limited): Limited | undefined =>
  found.sizes.find((one) => one.size === size);

const floorColumns = (rows: readonly Row[]): Column[] =>
  quantities(
    'smallest\nmemory ',
    rows.map(({ found }) => found.floorBytes?.value),
    BYTE_UNITS,
  );

const startColumns = (rows: readonly Row[], sizes: readonly Limited[]): Column[] =>
  sizes.flatMap((size) =>
    quantities(
      `${size.size}\n`,
      rows.map((row) => sizeOf(row, size)?.firstResponseNs?.value),
      NS_UNITS,
    ),
  );

/** How much slower under the least CPU that any row has a start for. */
function ratioColumns(rows: readonly Row[], sizes: readonly Limited[]): Column[] {
  const started = (size: Limited) => rows.some((row) => sizeOf(row, size)?.firstResponseNs);
  const least = sizes.filter((size) => size.cpus !== null && started(size)).at(-1);
  if (!least) return [];
  const cells = rows.map((row) => {
    const ratio = sizeOf(row, least)?.timesUnlimited;
    return typeof ratio === 'number' ? formatRatio(ratio) : '–';
  });
  return [{ head: `${least.size} /\n${UNLIMITED.size}`, align: 'right', cells }];
}

function sizeNote(sizes: readonly Limited[]): Paragraph[] {
  const limited = sizes.filter(({ size }) => size !== UNLIMITED.size);
  return limited.length === 0 ? [] : [{ label: 'sizes', text: `${limited.map(describeSize).join('; ')}.` }];
}

const IN_THE_CACHE =
  'The smallest memory does not contain the files of the runtime and the code, which were in the page cache before: they are there once for all guests of a machine.';

/** Whoever sizes a machine by the figure must know what is not in it, and where it is only a bound. */
function floorNote(rows: readonly Row[]): Paragraph[] {
  if (!rows.some(({ found }) => found.floorBytes)) return [];
  const least = rows.filter(({ found }) => found.floorBytes?.value === LEAST).map(({ name }) => name);
  const bound =
    least.length === 0
      ? ''
      : ` The least that is tried, ${formatBytes(LEAST)}, is enough for ${listing(least)}.`;
  return [{ label: 'memory', text: `${IN_THE_CACHE}${bound}` }];
}

function describeSize({ size, cpus, memoryBytes }: Limited): string {
  const parts = [
    ...(cpus === null ? [] : [`${cpus} CPU`]),
    ...(memoryBytes === null ? [] : [formatBytes(memoryBytes)]),
  ];
  return `${size} is ${listing(parts)}`;
}

/** One reason is told once, with every size that it kept from starting. */
function troubles({ name, found }: Row): Paragraph[] {
  const reasons = new Map<string, string[]>();
  for (const { size, reason } of found.sizes) {
    if (reason !== null) reasons.set(reason, [...(reasons.get(reason) ?? []), size]);
  }
  const everywhere = found.sizes.length;
  return [
    ...[...reasons].map(([reason, sizes]) => ({
      label: name,
      text: sentence(
        sizes.length === everywhere ? reason : `does not start under ${listing(sizes)}: ${reason}`,
      ),
    })),
    ...(found.floorReason === null || reasons.has(found.floorReason)
      ? []
      : [{ label: name, text: sentence(`no smallest memory: ${found.floorReason}`) }]),
  ];
}
