import { readResultSet } from '../model/codec.ts';
import { keptRecords } from '../model/kept-records.ts';
import type { Plan } from '../model/schema.ts';
import { safeText } from '../report/sanitize.ts';
import { csvField } from './csv-field.ts';
import type { Format } from './format.ts';
import { TRIAL_COLUMNS, trialRows } from './trial-rows.ts';

/** Text of a file, made harmless to a terminal too. */
const field = (value: string | number | boolean | null): string =>
  csvField(typeof value === 'string' ? safeText(value, 1000) : (value ?? ''));

const line = (fields: readonly (string | number | boolean | null)[]): string =>
  `${fields.map(field).join(',')}\r\n`;

/** Tidy: a row for each subject, trial and metric; a trial that failed or was skipped is one row with its reason. */
export const csv: Format = {
  name: 'csv',
  purpose: 'spreadsheets, R, pandas: one row a subject, trial and metric, in ns and bytes',
  async *write(path) {
    let plan: Plan | undefined;
    yield line(TRIAL_COLUMNS);
    for await (const record of keptRecords(readResultSet(path))) {
      if (record.kind === 'manifest') plan = record.plan;
      if (record.kind === 'trial' && plan)
        yield trialRows(record, plan)
          .map((row) => line(TRIAL_COLUMNS.map((column) => row[column])))
          .join('');
    }
  },
};
