import type { Manifest } from '../model/schema.ts';

/** Something that is not what is being compared, differs between two runs, and may be why the figures differ. */
export interface HiddenDifference {
  readonly what: string;
  readonly old: string;
  readonly new: string;
}

type Facts = Readonly<Record<string, unknown>>;

/** What makes a machine another machine for absolute times; a host name alone does not. */
const MACHINE_CLASS = [
  'cpuModel',
  'cpuSignature',
  'arch',
  'logicalCpus',
  'availableCpus',
  'emulated',
] as const;

/** Whether absolute figures of the two can be compared at all. */
export const sameMachine = (old: Manifest, fresh: Manifest): boolean =>
  MACHINE_CLASS.every(
    (field) => show((old.machine as Facts)[field]) === show((fresh.machine as Facts)[field]),
  );

/** The plan's fields that change what is measured, not how long. */
const PLAN_FIELDS = ['warmCalls', 'warmupShare', 'warmBudgetNs'] as const;

/** Everything recorded about the surroundings that is not equal, most telling first. */
export function hiddenDifferences(old: Manifest, fresh: Manifest): HiddenDifference[] {
  return [
    ...differing('machine', old.machine, fresh.machine, Object.keys({ ...old.machine, ...fresh.machine })),
    ...differing('tool', old.tools, fresh.tools, Object.keys({ ...old.tools, ...fresh.tools })),
    ...differing('harness', old, fresh, ['harnessVersion', 'gitCommit', 'condition']),
    ...differing('plan', old.plan, fresh.plan, PLAN_FIELDS),
    ...differing(
      'guest environment',
      old.guestEnvironment,
      fresh.guestEnvironment,
      Object.keys({ ...old.guestEnvironment, ...fresh.guestEnvironment }),
    ),
    ...differing('label', old.labels, fresh.labels, Object.keys({ ...old.labels, ...fresh.labels })),
  ];
}

/** Facts about facts, such as those of the container engine, are compared one by one. */
function differing(group: string, old: Facts, fresh: Facts, fields: readonly string[]): HiddenDifference[] {
  return fields.flatMap((field) => {
    const [a, b] = [old[field], fresh[field]];
    if (isFacts(a) && isFacts(b)) return differing(`${group} ${field}`, a, b, Object.keys({ ...a, ...b }));
    return show(a) === show(b) ? [] : [{ what: `${group}: ${field}`, old: show(a), new: show(b) }];
  });
}

const isFacts = (value: unknown): value is Facts =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const show = (value: unknown): string =>
  value === null || value === undefined
    ? 'not recorded'
    : typeof value === 'object'
      ? JSON.stringify(value)
      : String(value);
