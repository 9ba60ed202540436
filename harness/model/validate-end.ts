import type { FieldProblem } from './codec-problems.ts';
import type { EndRecord, ResultRecord } from './schema.ts';

/** The lines of each kind. */
export interface RecordCounts {
  workloads: number;
  artifacts: number;
  completed: number;
  failed: number;
  skipped: number;
  /** Of kinds that this version does not know. */
  unknown: number;
}

export const noRecords = (): RecordCounts => ({
  workloads: 0,
  artifacts: 0,
  completed: 0,
  failed: 0,
  skipped: 0,
  unknown: 0,
});

/** Compares what the last line says with what precedes it; `counted` counts along. */
export function checkEnd(counted: Readonly<RecordCounts>): (record: ResultRecord) => FieldProblem[] {
  let insideTrialsNs = 0;
  return (record) => {
    if (record.kind === 'trial' && record.status === 'completed') insideTrialsNs += record.stoppedNs;
    return record.kind === 'end'
      ? [...countProblems(record, counted), ...timeProblems(record, insideTrialsNs)]
      : [];
  };
}

function countProblems(end: EndRecord, counted: Readonly<RecordCounts>): FieldProblem[] {
  return (['completed', 'failed', 'skipped'] as const).flatMap((field) =>
    end[field] === counted[field]
      ? []
      : [{ field, message: `must be ${counted[field]}, as counted, is ${end[field]}` }],
  );
}

function timeProblems({ measuringNs, insideTrialsNs }: EndRecord, summedNs: number): FieldProblem[] {
  const problems: FieldProblem[] = [];
  if (insideTrialsNs < summedNs) {
    problems.push({
      field: 'insideTrialsNs',
      message: `must be at least ${summedNs}, the sum of the trials, is ${insideTrialsNs}`,
    });
  }
  if (measuringNs < insideTrialsNs) {
    problems.push({
      field: 'measuringNs',
      message: `must be at least insideTrialsNs, ${insideTrialsNs}, is ${measuringNs}`,
    });
  }
  return problems;
}
