import { METRICS, trialFigures } from '../model/metrics.ts';
import type { Plan, Trial } from '../model/schema.ts';

/** One figure of one trial; a trial that was not completed is one row with its reason. */
export interface TrialRow {
  readonly workload: string;
  readonly runner: string;
  readonly variant: string;
  readonly condition: Trial['condition'];
  readonly block: number;
  readonly trial: number;
  readonly warmup: boolean;
  readonly status: Trial['status'];
  /** Null together with unit and value where the trial was not completed. */
  readonly metric: string | null;
  readonly unit: 'ns' | 'bytes' | null;
  readonly value: number | null;
  /** Null where the trial was completed. */
  readonly reason: string | null;
}

export const TRIAL_COLUMNS = [
  'workload',
  'runner',
  'variant',
  'condition',
  'block',
  'trial',
  'warmup',
  'status',
  'metric',
  'unit',
  'value',
  'reason',
] as const satisfies readonly (keyof TrialRow)[];

const UNITS = new Map(METRICS.map(({ name, unit }) => [name, unit]));

export function trialRows(trial: Trial, plan: Plan): TrialRow[] {
  const { workload, runner, variant, condition, block, warmup, status } = trial;
  const about = { workload, runner, variant, condition, block, trial: trial.trial, warmup, status };
  if (trial.status !== 'completed')
    return [{ ...about, metric: null, unit: null, value: null, reason: trial.reason }];
  return [...trialFigures(trial, plan)].map(([metric, value]) => ({
    ...about,
    metric,
    unit: UNITS.get(metric) ?? null,
    value,
    reason: null,
  }));
}
