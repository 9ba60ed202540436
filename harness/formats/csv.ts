import { readResultSet } from '../model/codec.ts';
import { keptRecords } from '../model/kept-records.ts';
import { METRICS, trialFigures } from '../model/metrics.ts';
import type { Plan, Trial } from '../model/schema.ts';
import { safeText } from '../report/sanitize.ts';
import { csvField } from './csv-field.ts';
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

/** Text of a file, made harmless to a terminal too. */
const field = (value: string | number | boolean): string =>
  csvField(typeof value === 'string' ? safeText(value, 1000) : value);

const line = (fields: readonly (string | number | boolean)[]): string => `${fields.map(field).join(',')}\r\n`;

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
