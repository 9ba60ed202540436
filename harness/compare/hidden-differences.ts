import type { Inferred } from '../model/inferred.ts';
import { isDecisive } from '../model/machine-fields.ts';
import type { Manifest } from '../model/schema.ts';
import type { hiddenDifferenceSchema } from './comparison-schema.ts';

/** Something that is not what is being compared, differs between two runs, and may be why the figures differ. */
export type HiddenDifference = Inferred<typeof hiddenDifferenceSchema>;
export type Fact = HiddenDifference['old'];

type Facts = Readonly<Record<string, unknown>>;

/** The plan's fields that change what is measured, not how long. */
const PLAN_FIELDS = ['warmCalls', 'warmupShare', 'warmBudgetNs', 'strict'];

/** These say that something differs, and not what. */
const HASHES = ['hostnameHash', 'bootHash'];

/** Everything recorded about the surroundings that is not equal, most telling first. */
export function hiddenDifferences(old: Manifest, fresh: Manifest): HiddenDifference[] {
  const machineFields = keysOf(old.machine, fresh.machine).filter((field) => !HASHES.includes(field));
  const byField = (a: string, b: string): number => Number(isDecisive(b)) - Number(isDecisive(a));
  return [
    ...differing('machine', old.machine, fresh.machine, machineFields.sort(byField)),
    ...differing('quietness', old.quietness, fresh.quietness, ['score']),
    ...differing('tool', old.tools, fresh.tools),
    ...differing('harness', old, fresh, ['harnessVersion', 'gitCommit', 'condition']),
    ...differing('plan', old.plan, fresh.plan, PLAN_FIELDS),
    ...differing('guest environment', old.guestEnvironment, fresh.guestEnvironment),
    ...differing('label', old.labels, fresh.labels),
    ...differing('machine', old.machine, fresh.machine, HASHES),
  ];
}

/** Facts about facts, such as those of the container engine, are compared one by one. */
function differing(group: string, old: Facts, fresh: Facts, fields = keysOf(old, fresh)): HiddenDifference[] {
  return fields.flatMap((field) => {
    const [a, b] = [old[field], fresh[field]];
    if (isFacts(a) && isFacts(b)) return differing(`${group} ${field}`, a, b);
    const [before, after] = [factOf(a), factOf(b)];
    if (before === after || isSmall(field, before, after)) return [];
    return [
      {
        group,
        field,
        old: before,
        new: after,
        decisive: group === 'machine' && isDecisive(field),
      },
    ];
  });
}

/** Of these a small change says nothing: a kernel leaves a few pages more or less, and no two moments are equally quiet. */
const TOLERANCE: Readonly<Record<string, (a: number) => number>> = {
  memoryBytes: (bytes) => bytes / 100,
  score: () => 10,
};

const isSmall = (field: string, a: Fact, b: Fact): boolean =>
  typeof a === 'number' && typeof b === 'number' && Math.abs(a - b) < (TOLERANCE[field]?.(a) ?? 0);

const keysOf = (a: Facts, b: Facts): string[] => Object.keys({ ...a, ...b });

const isFacts = (value: unknown): value is Facts =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A list, or an object where the other side has none, is compared as its JSON text. */
function factOf(value: unknown): Fact {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return JSON.stringify(value);
}
