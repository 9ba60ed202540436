import { hodgesLehmann, pairedShift } from './hodges-lehmann.ts';
import type { Interval } from './interval.ts';
import type { Samples } from './samples.ts';

export type EquivalenceOptions = {
  /** The largest shift that does not matter, > 0, in the unit of the samples. */
  readonly delta: number;
  /** The chance of calling two different subjects equivalent, 0.05 unless told. */
  readonly alpha?: number;
  /** `paired`: index i of both ran in block i. */
  readonly design: 'paired' | 'independent';
};

export type Equivalence =
  | {
      readonly equivalent: boolean;
      readonly shift: number;
      readonly interval: Interval;
      readonly reason: null;
    }
  | {
      readonly equivalent: null;
      readonly shift: number | null;
      readonly interval: null;
      readonly reason: string;
    };

/**
 * Whether the shift of a against b is shown to lie inside (-delta, delta): two one-sided rank tests at alpha each, which
 * is the same as the (1 - 2 alpha) Hodges-Lehmann interval lying inside the bounds. `false` means not shown, not "different".
 * Schuirmann, J. Pharmacokinet. Biopharm. 15, 1987, doi:10.1007/BF01068419; rank form by Hauschke, Steinijans & Diletti,
 * Int. J. Clin. Pharmacol. 28(2), 1990.
 * @throws RangeError for a delta that is not positive and finite, or an alpha outside (0, 0.5).
 */
export function equivalence(
  a: Samples,
  b: Samples,
  { delta, alpha = 0.05, design }: EquivalenceOptions,
): Equivalence {
  if (!(delta > 0 && delta < Number.POSITIVE_INFINITY))
    throw new RangeError(`delta is ${delta}: it must be positive`);
  if (!(alpha > 0 && alpha < 0.5)) throw new RangeError(`alpha is ${alpha}: it must lie between 0 and 0.5`);
  const shiftOf = design === 'paired' ? pairedShift : hodgesLehmann;
  const { estimate, interval, reason } = shiftOf(a, b, { level: 1 - 2 * alpha });
  if (interval === null) return { equivalent: null, shift: estimate, interval, reason };
  return { equivalent: interval.low > -delta && interval.high < delta, shift: estimate, interval, reason };
}
