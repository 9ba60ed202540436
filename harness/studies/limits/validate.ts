import type { FieldProblem } from '../../model/codec-problems.ts';
import type { ResultRecord } from '../../model/schema.ts';

/** What lines of the study say must agree with itself. */
export function limitsProblems(record: ResultRecord): FieldProblem[] {
  if (record.kind === 'limits' && record.status === 'completed') return startProblems(record);
  if (record.kind === 'memoryFloor' && record.status === 'completed') return searchProblems(record);
  return [];
}

type Start = Extract<ResultRecord, { kind: 'limits'; status: 'completed' }>;
type Search = Extract<ResultRecord, { kind: 'memoryFloor'; status: 'completed' }>;

function startProblems({ readyNs, firstResponseNs, warmNs, tooSmall }: Start): FieldProblem[] {
  if (tooSmall !== null) {
    if (firstResponseNs === null && readyNs === null && warmNs.length === 0) return [];
    return [{ field: 'tooSmall', message: 'must be null where there are times' }];
  }
  if (readyNs === null || firstResponseNs === null) {
    return [{ field: 'tooSmall', message: 'must say why there are no times' }];
  }
  if (firstResponseNs >= readyNs) return [];
  return [
    { field: 'firstResponseNs', message: `must be at least its readyNs, ${readyNs}, is ${firstResponseNs}` },
  ];
}

function searchProblems({ triedBytes, firstResponseNs, floorBytes, tooSmallBytes }: Search): FieldProblem[] {
  if (firstResponseNs.length !== triedBytes.length) {
    const message = `must have ${triedBytes.length} entries, one a limit that was tried, has ${firstResponseNs.length}`;
    return [{ field: 'firstResponseNs', message }];
  }
  const outcomeOf = (limit: number) => firstResponseNs[triedBytes.lastIndexOf(limit)];
  if (floorBytes !== null && typeof outcomeOf(floorBytes) !== 'number') {
    return [{ field: 'floorBytes', message: 'must be one of triedBytes under which it started' }];
  }
  if (tooSmallBytes !== null && outcomeOf(tooSmallBytes) !== null) {
    return [{ field: 'tooSmallBytes', message: 'must be one of triedBytes under which it did not start' }];
  }
  if (floorBytes === null || tooSmallBytes === null || tooSmallBytes < floorBytes) return [];
  return [{ field: 'tooSmallBytes', message: `must be below floorBytes, ${floorBytes}` }];
}
