import { columnUnit } from '../../report/column-scale.ts';
import { BYTE_UNITS, formatCount, NS_UNITS } from '../../report/format.ts';
import type { NameOf } from '../../report/subject-names.ts';
import type { RunSummary } from '../../report/summary-types.ts';
import { estimateColumn } from '../../report/terminal/estimate-column.ts';
import type { Look } from '../../report/terminal/look.ts';
import { renderParagraphs } from '../../report/terminal/paragraphs.ts';
import { quantities } from '../../report/terminal/subject-table.ts';
import { type Column, chooseLayout, renderTable } from '../../report/terminal/table.ts';
import { listing } from '../../report/text.ts';
import { studyRows } from '../subject-rows.ts';
import type { DensitySummary } from './summary.ts';

type Rows = readonly { readonly name: string; readonly found: DensitySummary }[];

const ABSENT = '–';

/** What one more instance costs, and how many fit; empty when it was not measured. */
export function formatDensity(run: RunSummary, workload: string, nameOf: NameOf, look: Look): string {
  const rows = studyRows(run, workload, nameOf, run.studies.density);
  if (rows.length === 0) return '';
  const key: Column = { head: 'runner', align: 'left', cells: rows.map(({ name }) => name) };
  const memory = memoryColumns(rows, look);
  const others = [...fitColumns(rows), ...startColumns(rows)];
  const tables = chooseLayout(key, [[[...memory, ...others]], [memory, others]], look.width);
  const shown = tables.map((table) => renderTable([key, ...table], look)).join('\n\n');
  const heading = look.colors.bold('Side by side: what one more instance takes');
  return [...(shown === '' ? [] : [`${heading}\n${shown}`]), ...notes(rows, look)].join('\n\n');
}

function memoryColumns(rows: Rows, look: Look): Column[] {
  const own = rows.map(({ found }) => found.marginalBytes);
  const system = rows.map(({ found }) => found.systemMarginalBytes);
  const unit = columnUnit(
    own.flatMap((estimate) => estimate?.value ?? []),
    BYTE_UNITS,
  );
  const absent = rows.map(() => ABSENT);
  const column = (head: string, estimates: typeof own) =>
    estimateColumn({ head: `${head}${unit.name}`, unitSize: unit.size, estimates, absent }, look);
  return [
    ...column('of its own\n', own),
    ...quantities(
      'shared\n',
      rows.map(({ found }) => found.sharedBytes?.value),
      BYTE_UNITS,
    ),
    ...column('lost by the machine\n', system),
  ];
}

/** By the guests' own pages alone, no more than so many fit: something may come on top. */
function fitColumns(rows: Rows): Column[] {
  const rooms = rows.find(({ found }) => found.fits.length > 0)?.found.fits ?? [];
  return rooms.map(({ roomBytes }) => ({
    head: `fit in\n${roomBytes / 2 ** 30} GiB`,
    align: 'right',
    cells: rows.map(({ found }) => {
      const fit = found.fits.find((one) => one.roomBytes === roomBytes);
      const bound = found.systemTold ? '' : 'max ';
      return fit ? `${bound}${formatCount(Number(fit.instances.toPrecision(2)))}` : ABSENT;
    }),
  }));
}

/** The first start and those that made up the largest number. */
function startColumns(rows: Rows): Column[] {
  const reached = Math.max(...rows.flatMap(({ found }) => found.starts.map(({ count }) => count)), 0);
  return [...new Set([1, reached])].flatMap((count) =>
    quantities(
      `start\n${count === 1 ? 'alone' : `to ${count}`} `,
      rows.map(({ found }) => found.starts.find((start) => start.count === count)?.medianNs),
      NS_UNITS,
    ),
  );
}

function notes(rows: Rows, look: Look): string[] {
  const paragraphs = [
    ...rows.flatMap(({ name, found }) =>
      found.reason === null ? [] : [{ label: name, text: found.reason }],
    ),
    ...fitNotes(rows),
  ];
  return paragraphs.length === 0 ? [] : [renderParagraphs('About the instances', paragraphs, look)];
}

const COMES_ON_TOP =
  'What a packaging brings along (the shim and the proxy of a container) comes on top of what is of its own.';

function fitNotes(rows: Rows): { label: string; text: string }[] {
  const bySystem = rows.filter(({ found }) => found.fitsBy === 'system').map(({ name }) => name);
  const untold = rows.filter(({ found }) => found.systemMarginalBytes && !found.systemTold);
  return [
    ...(bySystem.length === 0
      ? []
      : [
          {
            label: 'fit',
            text: `Of ${listing(bySystem)} by what the machine lost, which is surely more than what is of its own.`,
          },
        ]),
    ...(untold.length === 0
      ? []
      : [
          {
            label: 'lost',
            text: `What the machine lost to ${listing(untold.map(({ name }) => name))} cannot be told from what others did meanwhile. ${COMES_ON_TOP}`,
          },
        ]),
  ];
}
