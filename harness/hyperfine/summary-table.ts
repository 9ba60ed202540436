import { columnUnit } from '../report/column-scale.ts';
import { formatCount, NS_UNITS } from '../report/format.ts';
import { estimateColumn } from '../report/terminal/estimate-column.ts';
import type { Look } from '../report/terminal/look.ts';
import { ENOUGH_FOR_P95, quantities } from '../report/terminal/subject-table.ts';
import { type Column, chooseLayout, renderTable } from '../report/terminal/table.ts';
import type { CommandSummary } from './summary.ts';

/** A command and what the report calls it. */
export interface Shown extends CommandSummary {
  readonly shown: string;
}

/** One row a command, in the order of the file. Where the width does not do, columns move into a table below. */
export function formatTable(commands: readonly Shown[], look: Look): string {
  const key: Column = { head: 'command', align: 'left', cells: commands.map(({ shown }) => shown) };
  const median = medianColumn(commands, look);
  const spread = spreadColumns(commands);
  const runs = runColumns(commands, look);
  const layouts = [
    [[...median, ...spread, ...runs]],
    [[...median, ...runs], spread],
    [median, [...spread, ...runs]],
  ];
  const tables = chooseLayout(key, layouts, look.width);
  return tables.map((columns) => renderTable([key, ...columns], look)).join('\n\n');
}

function medianColumn(commands: readonly Shown[], look: Look): Column[] {
  const estimates = commands.map(({ times }) => times?.medianNs ?? null);
  const unit = columnUnit(
    estimates.flatMap((estimate) => estimate?.value ?? []),
    NS_UNITS,
  );
  const absent = commands.map(() => look.colors.red('no figure'));
  return estimateColumn({ head: `time\nmedian ${unit.name}`, unitSize: unit.size, estimates, absent }, look);
}

function spreadColumns(commands: readonly Shown[]): Column[] {
  const p95Ns = commands.map(({ times }) =>
    times && times.medianNs.n >= ENOUGH_FOR_P95 ? times.p95Ns : null,
  );
  // One run deviates from nothing.
  const madNs = commands.map(({ times }) => (times && times.medianNs.n > 1 ? times.madNs : null));
  const column = (head: string, ns: readonly (number | null | undefined)[]): Column[] =>
    quantities(`${head}\n`, ns, NS_UNITS);
  return [
    ...column('p95', p95Ns),
    ...column('MAD', madNs),
    ...column(
      'min',
      commands.map(({ times }) => times?.minNs),
    ),
    ...column(
      'max',
      commands.map(({ times }) => times?.maxNs),
    ),
  ];
}

function runColumns(commands: readonly Shown[], { colors }: Look): Column[] {
  const failed = commands.map(({ runs }) => (runs.failed > 0 ? colors.red(formatCount(runs.failed)) : '0'));
  const anyFailed = commands.some(({ runs }) => runs.failed > 0);
  return [
    { head: 'n', align: 'right', cells: commands.map(({ runs }) => formatCount(runs.succeeded)) },
    ...(anyFailed ? [{ head: 'failed', align: 'right' as const, cells: failed }] : []),
  ];
}
