import { expect } from 'vitest';
import type { Estimate } from './interval.ts';

/** Samples shared by the tests, with the R code that makes the same ones for the reference values. */

/** a <- c(12.1, 9.8, ...) */
export const A8 = [12.1, 9.8, 15.3, 11.4, 10.9, 13.7, 14.2, 9.1];
/** b <- c(8.7, 10.2, ...) */
export const B7 = [8.7, 10.2, 9.5, 7.9, 11.8, 8.3, 9.9];

const sequence = (n: number, value: (i: number) => number): number[] =>
  Array.from({ length: n }, (_, i) => value(i + 1));

/** a60 <- ((1:60)*37) %% 101 * 1.5, without ties with b60 */
export const A60 = sequence(60, (i) => ((i * 37) % 101) * 1.5);
/** b60 <- ((1:60)*53) %% 103 * 1.4 + 20.3 */
export const B60 = sequence(60, (i) => ((i * 53) % 103) * 1.4 + 20.3);
/** ta <- ((1:30)*37) %% 23, with ties */
export const TIED_A30 = sequence(30, (i) => (i * 37) % 23);
/** tb <- ((1:25)*53) %% 19 + 5 */
export const TIED_B25 = sequence(25, (i) => ((i * 53) % 19) + 5);

/** Checks an estimate that must have an interval, to `digits` decimals. */
export function expectEstimate(
  actual: Estimate,
  estimate: number,
  low: number,
  high: number,
  digits = 12,
): void {
  expect(actual.estimate).toBeCloseTo(estimate, digits);
  expect(actual.interval?.low).toBeCloseTo(low, digits);
  expect(actual.interval?.high).toBeCloseTo(high, digits);
}
