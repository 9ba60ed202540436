/**
 * Holm's step-down adjusted p-values, in the order given: with `m` tests, the i-th smallest p times m - i + 1, made
 * monotone and cut at 1. Rejecting where the result is <= alpha keeps the chance of any false rejection below alpha.
 * Holm, "A simple sequentially rejective multiple test procedure", Scand. J. Stat. 6(2), 1979.
 * @throws RangeError naming the first p outside [0, 1].
 */
export function holmAdjust(pValues: readonly number[]): number[] {
  const bad = pValues.findIndex((p) => !(p >= 0 && p <= 1));
  if (bad >= 0) throw new RangeError(`pValues[${bad}] is ${pValues[bad]}: a p-value lies in [0, 1]`);
  const adjusted = new Array<number>(pValues.length);
  const ascending = [...pValues.entries()].sort(([, p], [, q]) => p - q);
  let floor = 0;
  for (const [step, [index, p]] of ascending.entries()) {
    floor = Math.max(floor, Math.min(1, p * (pValues.length - step)));
    adjusted[index] = floor;
  }
  return adjusted;
}
