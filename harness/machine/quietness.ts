import type { Finding, Rule } from './finding.ts';
import { HARDWARE_RULES } from './quietness-hardware.ts';
import { LOAD_RULES } from './quietness-load.ts';
import { readSurroundings, type Surroundings } from './surroundings.ts';

export interface Quietness {
  /** 100: nothing found that disturbs; 0: figures from here mean little. */
  readonly score: number;
  /** The gravest first. */
  readonly findings: readonly Finding[];
}

const RULES: readonly Rule[] = [...LOAD_RULES, ...HARDWARE_RULES];

/** A look around before a run: 200 ms asleep, and some milliseconds of reading. */
export async function lookAround(): Promise<Quietness> {
  return judge(await readSurroundings());
}

/**
 * The score is 100 less the points of every finding, down to 0. The points are a convention, not a measurement: they
 * rank what to remedy first. What a disturbance really did to a run is told by disturbance.ts.
 */
export function judge(surroundings: Surroundings): Quietness {
  const findings = RULES.flatMap((rule) => rule(surroundings) ?? []);
  const lost = findings.reduce((sum, { lowersBy }) => sum + lowersBy, 0);
  return { score: Math.max(0, 100 - lost), findings: findings.sort((a, b) => b.lowersBy - a.lowersBy) };
}
