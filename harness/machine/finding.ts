import type { Surroundings } from './surroundings.ts';

export interface Finding {
  /** Stable, for scripts: `busyCpu`, `governor`, … */
  readonly id: string;
  /** `info`: inherent or small; `warning`: will show in the figures and can be helped. */
  readonly severity: 'info' | 'warning';
  /** Points that this finding takes from 100. */
  readonly lowersBy: number;
  readonly what: string;
  readonly remedy: string;
}

/** One thing that can disturb; null when it does not, or when this system does not tell. */
export type Rule = (surroundings: Surroundings) => Finding | null;

/** Rises with `amount` from 1 point to `most`, which it reaches at `worst`. */
export function points(amount: number, worst: number, most: number): number {
  return Math.max(1, Math.min(most, Math.round((amount / worst) * most)));
}
