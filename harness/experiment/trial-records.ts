import type { LambdaReport } from '../../runners/runner.ts';
import { conditionOf } from '../model/conditions.ts';
import { ColdbenchError, messageOf, type TrialStep } from '../model/errors.ts';
import { NO_SUCH_START } from '../model/never-ran.ts';
import type { CompletedTrial, FailedTrial, SkippedTrial, Subject } from '../model/schema.ts';

/** Which trial it is: where it stands in the plan. */
export interface TrialPlace {
  readonly trial: number;
  readonly block: number;
  readonly position: number;
  readonly warmup: boolean;
  readonly subject: Subject;
}

export function placeFields({ subject, ...place }: TrialPlace) {
  const { subject: id, workload, runner, variant } = subject;
  const condition = conditionOf(subject);
  return { kind: 'trial', ...place, subject: id, workload, runner, variant, condition } as const;
}

export function failedTrial(place: TrialPlace, step: TrialStep, error: unknown): FailedTrial {
  const code = error instanceof ColdbenchError ? error.code : 'UNEXPECTED';
  return { ...placeFields(place), status: 'failed', step, code, reason: messageOf(error) };
}

export const skippedTrial = (place: TrialPlace, reason: string): SkippedTrial => ({
  ...placeFields(place),
  status: 'skipped',
  reason,
});

export const unstartableTrial = (place: TrialPlace, reason: string): SkippedTrial => ({
  ...skippedTrial(place, reason),
  code: NO_SUCH_START,
});

/** The reports of all calls as columns, which is a third of the size of one object a call. */
export function reportColumns(reports: readonly LambdaReport[] | undefined): CompletedTrial['lambdaReports'] {
  const first = reports?.[0];
  if (!reports || !first) return null;
  return {
    initDurationNs: first.initDurationNs,
    memorySizeBytes: first.memorySizeBytes,
    durationNs: reports.map((report) => report.durationNs),
    billedDurationMs: reports.map((report) => report.billedDurationMs),
    maxMemoryUsedBytes: reports.map((report) => report.maxMemoryUsedBytes),
  };
}
