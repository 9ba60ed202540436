import { BYTE_UNITS, formatBytes, formatNs, NS_UNITS } from '../../report/format.ts';
import type { NameOf } from '../../report/subject-names.ts';
import type { RunSummary } from '../../report/summary-types.ts';
import type { Look } from '../../report/terminal/look.ts';
import { type Paragraph, renderParagraphs } from '../../report/terminal/paragraphs.ts';
import { quantities } from '../../report/terminal/subject-table.ts';
import { type Column, foldColumns, renderTable } from '../../report/terminal/table.ts';
import { listing } from '../../report/text.ts';
import { studyRows } from '../subject-rows.ts';
import type { MemorySummary } from './summary.ts';

type Row = { readonly name: string; readonly found: MemorySummary };

/** Memory and CPU time, with what a packaging brings along on its own; empty when it was not measured. */
export function formatMemory(run: RunSummary, workload: string, nameOf: NameOf, look: Look): string {
  const rows = studyRows(run, workload, nameOf, run.studies.memory);
  if (rows.length === 0) return '';
  const key: Column = { head: 'runner', align: 'left', cells: rows.map(({ name }) => name) };
  const tables = foldColumns(key, columnsOf(rows), look.width);
  return [
    [
      look.colors.bold('Memory (proportional set) and CPU time of the guest'),
      ...tables.map((table) => renderTable([key, ...table], look)),
    ].join('\n'),
    renderParagraphs('', rows.flatMap(notesOf), look),
  ]
    .filter((part) => part !== '')
    .join('\n');
}

type Figure = (found: MemorySummary) => { readonly value: number } | null;

function columnsOf(rows: readonly Row[]): Column[] {
  const column = (head: string, figure: Figure, units: typeof BYTE_UNITS): Column[] =>
    quantities(
      `${head}\n`,
      rows.map(({ found }) => figure(found)?.value ?? null),
      units,
    );
  return [
    ...column('ready', ({ ready }) => ready.pssBytes, BYTE_UNITS),
    ...column('1st call', ({ firstResponse }) => firstResponse.pssBytes, BYTE_UNITS),
    ...column('warm', ({ warm }) => warm.pssBytes, BYTE_UNITS),
    ...column('its own', ({ warm }) => warm.ussBytes, BYTE_UNITS),
    ...column('heap etc.', ({ warm }) => warm.anonymousBytes, BYTE_UNITS),
    ...column('files', ({ warm }) => warm.fileBytes, BYTE_UNITS),
    ...column('linear', (found) => found.linearMemoryBytes, BYTE_UNITS),
    ...column('peak RSS', ({ warm }) => warm.peakRssBytes, BYTE_UNITS),
    ...column('start CPU', ({ startCpuNs }) => startCpuNs, NS_UNITS),
    ...column('call CPU', ({ callCpuNs }) => callCpuNs, NS_UNITS),
  ];
}

function notesOf({ name, found }: Row): Paragraph[] {
  const { support, shared, reason } = found;
  const brought = support.map(
    (one) => `${one.name} ${amount(one.pssBytes, formatBytes)} and ${amount(one.cpuNs, formatNs)} of CPU`,
  );
  const serving = shared.map((one) => `${one.name} ${amount(one.cpuNs, formatNs)}`);
  const text = [
    reason === null ? '' : `${reason}.`,
    brought.length === 0 ? '' : `Each brings along ${listing(brought)}.`,
    serving.length === 0 ? '' : `CPU time of what serves all, during one cold start: ${listing(serving)}.`,
  ]
    .filter((part) => part !== '')
    .join(' ');
  return text === '' ? [] : [{ label: name, text }];
}

const amount = (spread: { readonly value: number } | null, print: (value: number) => string): string =>
  spread === null ? '(not told)' : print(spread.value);
