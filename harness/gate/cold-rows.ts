import type { ComparableSet } from '../compare/load.ts';
import { conditionOf } from '../model/conditions.ts';

/**
 * A set without the rows that start otherwise than cold: each would be one more hypothesis, which takes power from the
 * others, and to measure them again would take conditions that the rerun does not have.
 */
export function coldRows(set: ComparableSet): ComparableSet {
  const cold = [...set.subjects].filter(([, { subject }]) => conditionOf(subject) === 'cold');
  return { ...set, subjects: new Map(cold) };
}

/** What a gate does not look at, for those who measured it. */
export function otherRowsNote({ path, subjects }: ComparableSet): string[] {
  const conditions = [...subjects.values()].map(({ subject }) => conditionOf(subject));
  const others = new Set(conditions.filter((condition) => condition !== 'cold'));
  if (others.size === 0) return [];
  return [`Only cold starts are judged; ${path} also has others (${[...others].join(', ')}).`];
}
