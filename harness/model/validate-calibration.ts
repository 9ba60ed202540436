import type { FieldProblem } from './codec-problems.ts';
import type { CalibrationRecord, ResultRecord } from './schema.ts';

/** Looks at the calibrations: one before the trials and one after them, in each part of a merged file. */
export function checkCalibrations(): (record: ResultRecord) => FieldProblem[] {
  let seen = new Set<CalibrationRecord['when']>();
  let hasTrials = false;
  return (record) => {
    if (record.kind === 'part') {
      seen = new Set();
      hasTrials = false;
    }
    if (record.kind === 'trial') {
      hasTrials = true;
      return trialProblems(seen);
    }
    if (record.kind !== 'calibration') return [];
    const problems = [...placeProblems(record, seen, hasTrials), ...kernelProblems(record)];
    seen.add(record.when);
    return problems;
  };
}

const trialProblems = (seen: ReadonlySet<string>): FieldProblem[] =>
  seen.has('after')
    ? [{ field: 'kind', message: 'must not be trial: the calibration after the last block precedes it' }]
    : [];

function placeProblems(
  { when }: CalibrationRecord,
  seen: ReadonlySet<string>,
  hasTrials: boolean,
): FieldProblem[] {
  if (seen.has(when)) return [{ field: 'when', message: `must be another: there is one ${when} already` }];
  if (when === 'before' && hasTrials) return [{ field: 'when', message: 'must be after: trials precede it' }];
  return [];
}

function kernelProblems({ kernels, failure }: CalibrationRecord): FieldProblem[] {
  const names = kernels.map(({ kernel }) => kernel);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) return [{ field: 'kernels', message: `must not hold ${twice} twice` }];
  if (failure === null && kernels.length === 0)
    return [{ field: 'kernels', message: 'must not be empty without a failure' }];
  if (failure !== null && kernels.length > 0)
    return [{ field: 'failure', message: 'must be null where there are kernels' }];
  return [];
}
