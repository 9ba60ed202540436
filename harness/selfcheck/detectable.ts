import type { Interval } from '../compare/change.ts';
import { FAMILY_ALPHA } from '../compare/verdict.ts';
import { normalCdf, normalQuantile } from '../stats/normal.ts';

/** The chance with which the smallest detectable change is found. */
export const POWER = 0.95;

/** Of the logarithm of a ratio, from its 95 % interval, which is about symmetric there. */
export const standardErrorOf = ({ low, high }: Interval): number =>
  Math.log(high / low) / (2 * normalQuantile(0.975));

/** The standard error that several of them have in common: the root of their mean square. Null of none. */
export function pooledError(errors: readonly number[]): number | null {
  if (errors.length === 0) return null;
  return Math.sqrt(errors.reduce((sum, error) => sum + error ** 2, 0) / errors.length);
}

/** What a row of a family has to exceed, in standard errors: Bonferroni's bound, which Holm's never exceeds. */
const criticalZ = (familySize: number): number =>
  -normalQuantile(FAMILY_ALPHA / (2 * Math.max(1, familySize)));

/**
 * The smallest change, as a fraction, that a row of a family of `familySize` is found to have with the chance `POWER`:
 * (z(1 - alpha/2) + z(power)) standard errors, as for every two-sided test of a normal estimate (Bloom, "Minimum
 * detectable effects", Eval. Rev. 19(5), 1995, doi:10.1177/0193841X9501900504). The rank estimators are near enough to
 * normal from some 20 blocks on; detectable.test.ts checks the formula against simulated comparisons.
 */
export const detectableChange = (standardError: number, familySize: number): number =>
  Math.expm1((criticalZ(familySize) + normalQuantile(POWER)) * standardError);

/** The chance that a change, a fraction, is found; the reverse of `detectableChange`. */
export const chanceToFind = (change: number, standardError: number, familySize: number): number =>
  standardError === 0 ? 1 : normalCdf(Math.log1p(change) / standardError - criticalZ(familySize));
