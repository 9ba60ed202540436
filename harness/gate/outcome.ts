import type { Unfitness } from './environment.ts';
import type { Judgement } from './first-look.ts';
import type { GateResult, Outcome } from './gate-result.ts';
import type { Unjudged } from './look.ts';
import type { GateRules } from './rules.ts';

/** Everything that decides. */
export interface Findings extends Judgement {
  readonly unjudged: readonly Unjudged[];
  readonly unfit: readonly Unfitness[];
  readonly noBaseline: Unfitness | null;
}

/**
 * In this order: where nothing may be judged, nothing is; what is confirmed fails, whatever else is open; and what is
 * open is not fine.
 */
export function outcomeOf({ noBaseline, unfit, rows, lost, unjudged }: Findings): Outcome {
  if (noBaseline) return 'noBaseline';
  if (unfit.length > 0) return 'unfit';
  const fates = [...rows, ...lost].map(({ fate }) => fate);
  if (fates.includes('confirmed')) return 'regression';
  return fates.includes('undecided') || unjudged.length > 0 ? 'cannotTell' : 'passed';
}

export function passes(outcome: Outcome, { inconclusive, noBaseline }: GateRules): boolean {
  if (outcome === 'cannotTell') return inconclusive === 'pass';
  if (outcome === 'noBaseline') return noBaseline === 'pass';
  return outcome === 'passed';
}

/** The same findings with another outcome, since rows have changed. */
export function decided(result: Omit<GateResult, 'outcome' | 'pass'>): GateResult {
  const outcome = outcomeOf(result);
  return { ...result, outcome, pass: passes(outcome, result.rules) };
}
