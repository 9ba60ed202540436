import { csvField } from '../../../formats/csv-field.ts';
import type { PageData } from '../page-data.ts';

type Row = readonly [key: string, value: string | number][];

/** Every measured trial behind the page, a row a subject, trial and metric. */
export function enableDownloads(data: PageData): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-download]')) {
    button.addEventListener('click', () =>
      button.dataset.download === 'csv'
        ? save('coldbench-trials.csv', 'text/csv', csv(data))
        : save('coldbench-trials.ndjson', 'application/x-ndjson', ndjson(data)),
    );
  }
}

function* rowsOf({ workloads, units }: PageData): Generator<Row> {
  for (const { file, data } of workloads) {
    for (const { summary, trials } of [...data.subjects, ...data.others]) {
      for (const [metric, values] of Object.entries(trials.figures)) {
        for (const [index, value] of values.entries()) {
          if (value === null) continue;
          yield [
            ['file', file],
            ['workload', summary.workload],
            ['runner', summary.runner],
            ['variant', summary.variant],
            ['condition', summary.condition],
            ['block', trials.blocks[index] ?? ''],
            ['metric', metric],
            ['unit', units[metric] ?? ''],
            ['value', value],
          ];
        }
      }
    }
  }
}

function csv(data: PageData): string[] {
  const lines: string[] = [];
  for (const row of rowsOf(data)) {
    if (lines.length === 0) lines.push(`${row.map(([key]) => key).join(',')}\r\n`);
    lines.push(`${row.map(([, value]) => csvField(value)).join(',')}\r\n`);
  }
  return lines;
}

const ndjson = (data: PageData): string[] =>
  Array.from(rowsOf(data), (row) => `${JSON.stringify(Object.fromEntries(row))}\n`);

function save(name: string, type: string, parts: string[]): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob(parts, { type }));
  link.download = name;
  link.click();
  // The browser has its own hold on the data once the click has been dealt with.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
