import { readResultSet } from '../model/codec.ts';
import { keptRecords } from '../model/kept-records.ts';
import { METRICS, trialFigures } from '../model/metrics.ts';
import type { Plan, Trial } from '../model/schema.ts';
import { safeText } from '../report/sanitize.ts';
import type { Format } from './format.ts';

const HEADER = [
  'workload',
  'runner',
  'variant',
  'block',
  'trial',
  'warmup',
  'status',
  'metric',
  'unit',
  'value',
  'reason',
] as const;

/** What a spreadsheet takes for a formula (OWASP, "CSV Injection"). */
const FORMULA = /^[=+\-@\t\r]/;

/** A field by RFC 4180. Text that a spreadsheet would run gets an apostrophe in front; numbers are written as they are. */
export function csvField(value: string | number | boolean): string {
  if (typeof value !== 'string') return String(value);
  const clean = safeText(value, 1000);
  const harmless = FORMULA.test(clean) ? `'${clean}` : clean;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

const line = (fields: readonly (string | number | boolean)[]): string =>
  `${fields.map(csvField).join(',')}\r\n`;

const UNITS = new Map(METRICS.map(({ name, unit }) => [name, unit]));

function rowsOf(trial: Trial, plan: Plan): string {
  const { workload, runner, variant, block, warmup, status } = trial;
  const about = [workload, runner, variant, block, trial.trial, warmup, status];
  if (trial.status !== 'completed') return line([...about, '', '', '', trial.reason]);
  return [...trialFigures(trial, plan)]
    .map(([metric, value]) => line([...about, metric, UNITS.get(metric) ?? '', value, '']))
    .join('');
}

/** Tidy: a row for each subject, trial and metric; a trial that failed or was skipped is one row with its reason. */
export const csv: Format = {
  name: 'csv',
  purpose: 'spreadsheets, R, pandas: one row a subject, trial and metric, in ns and bytes',
  async *write(path) {
    let plan: Plan | undefined;
    yield line(HEADER);
    for await (const record of keptRecords(readResultSet(path))) {
      if (record.kind === 'manifest') plan = record.plan;
      if (record.kind === 'trial' && plan) yield rowsOf(record, plan);
    }
  },
};
