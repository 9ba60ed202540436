import { formatCount, formatDuration, formatNs, formatPercent } from '../report/format.ts';
import type { Look } from '../report/terminal/look.ts';
import { type Column, foldColumns, renderTable } from '../report/terminal/table.ts';
import type { RepeatCheck } from './evaluate.ts';
import type { RunnerCheck, Sensitivity } from './pool.ts';

const ABSENT = '–';

/** One row a repeat: how the two names of one thing compare. */
export function repeatTable({ repeats }: RunnerCheck, look: Look): string {
  const { red } = look.colors;
  const column = (head: string, cell: (repeat: RepeatCheck) => string): Column => ({
    head,
    align: 'right',
    cells: repeats.map(cell),
  });
  const key: Column = { head: 'run', align: 'left', cells: repeats.map((_, index) => String(index + 1)) };
  const columns = [
    column('blocks', ({ blocks }) => formatCount(blocks)),
    column('time', ({ measuringNs }) => (measuringNs === null ? ABSENT : formatDuration(measuringNs))),
    column('cold start', ({ twins }) => formatNs(twins.coldStart.oldMedian)),
    column('change [95%]', ({ twins }) => changeText(twins.coldStart)),
    column('verdict', ({ twins }) => twins.verdict),
    column('rows', ({ twins }) => formatCount(twins.familySize)),
    column('false alarms', ({ twins: { alarms } }) =>
      alarms.length === 0 ? '0' : red(formatCount(alarms.length)),
    ),
  ];
  const tables = foldColumns(key, columns, look.width);
  return tables.map((folded) => renderTable([key, ...folded], look)).join('\n\n');
}

/** One row an injected delay. */
export function delayTable({ sensitivity, coldStartNs }: RunnerCheck, look: Look): string {
  const column = (head: string, cell: (delay: Sensitivity) => string) => ({
    head,
    align: 'right' as const,
    cells: sensitivity.map(cell),
  });
  return renderTable(
    [
      column('injected', ({ share }) => `+${formatPercent(share)}`),
      column('delay', ({ delayNs }) => formatNs(delayNs)),
      // The calibration came first, and a machine may have been slower or faster then.
      column('in fact', ({ delayNs }) => `+${formatPercent(delayNs / coldStartNs)}`),
      column('measured', ({ measuredNs }) => formatNs(measuredNs)),
      column('found', ({ found }) => `${found.count} of ${found.of}`),
      column('predicted', ({ predicted }) => (predicted === null ? ABSENT : formatPercent(predicted))),
    ],
    look,
  );
}

function changeText({ ratio, ratioInterval }: RepeatCheck['twins']['coldStart']): string {
  if (ratio === null) return ABSENT;
  const percent = (value: number): string => `${value >= 1 ? '+' : ''}${formatPercent(value - 1)}`;
  if (!ratioInterval) return percent(ratio);
  return `${percent(ratio)} [${percent(ratioInterval.low)}, ${percent(ratioInterval.high)}]`;
}
