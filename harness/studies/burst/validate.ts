import type { FieldProblem } from '../../model/codec-problems.ts';
import type { ResultRecord } from '../../model/schema.ts';

/** What lines of the study say must agree with itself. */
export function burstProblems(record: ResultRecord): FieldProblem[] {
  if (record.kind === 'burst' && record.status !== 'skipped') return [...lengths(record), ...answers(record)];
  if (record.kind === 'fromZero' && record.status === 'completed') return queueProblems(record);
  return [];
}

type Burst = Exclude<Extract<ResultRecord, { kind: 'burst' }>, { status: 'skipped' }>;
const COLUMNS = ['launchNs', 'readyNs', 'firstResponseNs'] as const;

const lengths = (record: Burst): FieldProblem[] =>
  COLUMNS.flatMap((field) =>
    record[field].length === record.count
      ? []
      : [
          {
            field,
            message: `must have ${record.count} entries, one an instance, has ${record[field].length}`,
          },
        ],
  );

function answers(record: Burst): FieldProblem[] {
  const missing = record.status === 'completed' && COLUMNS.find((field) => record[field].includes(null));
  if (missing) return [{ field: missing, message: 'must have no null entry: every instance answered' }];
  return record.firstResponseNs.flatMap((at, index) => {
    const readyNs = record.readyNs[index];
    if (at === null || readyNs === null || readyNs === undefined || at >= readyNs) return [];
    return [
      { field: `firstResponseNs[${index}]`, message: `must be at least its readyNs, ${readyNs}, is ${at}` },
    ];
  });
}

type Queue = Extract<ResultRecord, { kind: 'fromZero'; status: 'completed' }>;

function queueProblems({ arrivalNs, sentNs, latencyNs, readyNs }: Queue): FieldProblem[] {
  const uneven = (['sentNs', 'latencyNs'] as const).filter(
    (field) => ({ sentNs, latencyNs })[field].length !== arrivalNs.length,
  );
  if (uneven.length > 0) {
    return uneven.map((field) => ({
      field,
      message: `must have ${arrivalNs.length} entries, one a request`,
    }));
  }
  return sentNs.flatMap((sent, index) => {
    const [arrival = 0, latency = 0] = [arrivalNs[index], latencyNs[index]];
    const earliest = Math.max(arrival, readyNs);
    if (sent < earliest)
      return [{ field: `sentNs[${index}]`, message: `must be at least ${earliest}, is ${sent}` }];
    if (arrival + latency >= sent) return [];
    return [{ field: `latencyNs[${index}]`, message: `must be at least ${sent - arrival}, is ${latency}` }];
  });
}
