import type { FieldProblem } from './codec-problems.ts';
import { MOST_RESIDENT } from './conditions.ts';
import { PHASES } from './phases.ts';
import { type CompletedTrial, milestoneFields, type Plan, type ResultRecord } from './schema.ts';

type MilestoneField = keyof typeof milestoneFields;

const MILESTONE_FIELDS = Object.keys(milestoneFields) as MilestoneField[];

/**
 * What must not come before what. `started` has its own line: an engine's start call returns while the guest is already
 * booting (measured with Docker: 1 to 14 ms after the guest's process began, in 7 starts of 8).
 */
const ORDERS: readonly (readonly MilestoneField[])[] = [
  [...PHASES.map(({ until }) => `${until}Ns` as MilestoneField), 'stoppedNs'],
  ['createdNs', 'startedNs', 'firstResponseNs'],
];

/** Looks at each completed trial by itself. */
export function checkTrial(): (record: ResultRecord) => FieldProblem[] {
  let plan: Plan | undefined;
  return (record) => {
    if (record.kind === 'manifest') plan = record.plan;
    if (record.kind !== 'trial' || record.status !== 'completed') return [];
    return [
      ...orderProblems(record),
      ...reasonProblems(record),
      ...warmProblems(record, plan),
      ...reportProblems(record),
      ...evictionProblems(record),
    ];
  };
}

function orderProblems(trial: CompletedTrial): FieldProblem[] {
  return ORDERS.flatMap((order) => {
    const present = order.flatMap((field) => (trial[field] === null ? [] : [{ field, atNs: trial[field] }]));
    return present.flatMap(({ field, atNs }, index) => {
      const before = present[index - 1];
      if (!before || before.atNs <= atNs) return [];
      return [{ field, message: `must be at least ${before.field}, which is ${before.atNs}, is ${atNs}` }];
    });
  });
}

function reasonProblems(trial: CompletedTrial): FieldProblem[] {
  return MILESTONE_FIELDS.flatMap((field) => {
    const reason = trial.nullReasons[field] ?? '';
    if (trial[field] === null && reason === '')
      return [{ field, message: 'is null, and nullReasons does not say why' }];
    if (trial[field] !== null && reason !== '') {
      return [{ field: `nullReasons.${field}`, message: `must not be there: ${field} is not null` }];
    }
    return [];
  });
}

function warmProblems({ warmNs }: CompletedTrial, plan: Plan | undefined): FieldProblem[] {
  if (!plan || warmNs.length <= plan.warmCalls) return [];
  return [
    {
      field: 'warmNs',
      message: `must have at most ${plan.warmCalls} values (plan.warmCalls), has ${warmNs.length}`,
    },
  ];
}

function reportProblems({ lambdaReports }: CompletedTrial): FieldProblem[] {
  if (lambdaReports === null) return [];
  const { durationNs, billedDurationMs, maxMemoryUsedBytes } = lambdaReports;
  return Object.entries({ billedDurationMs, maxMemoryUsedBytes }).flatMap(([name, { length }]) => {
    const message = `must have as many values as durationNs, ${durationNs.length}, has ${length}`;
    return length === durationNs.length ? [] : [{ field: `lambdaReports.${name}`, message }];
  });
}

/** A figure of a cold disk needs its proof, and nothing else has one. */
function evictionProblems({ condition, eviction, coldResources }: CompletedTrial): FieldProblem[] {
  if (condition !== 'disk-cold')
    return eviction ? [{ field: 'eviction', message: `must not be there: condition is ${condition}` }] : [];
  if (!eviction) return [{ field: 'eviction', message: 'must be there: condition is disk-cold' }];
  const { bytes, residentBytesAfter } = eviction;
  const problems: FieldProblem[] = [];
  if (residentBytesAfter > bytes * MOST_RESIDENT) {
    const message = `must be at most a hundredth of bytes, which is ${bytes}, is ${residentBytesAfter}`;
    problems.push({ field: 'eviction.residentBytesAfter', message });
  }
  if (!coldResources.majorFaults) {
    const message = `must be at least 1: condition is disk-cold, is ${coldResources.majorFaults}`;
    problems.push({ field: 'coldResources.majorFaults', message });
  }
  return problems;
}
