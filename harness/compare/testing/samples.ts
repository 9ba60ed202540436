import { METRICS, type Metric } from '../../model/metrics.ts';
import type { Random } from '../../stats/index.ts';
import { normalQuantile } from '../../stats/normal.ts';

/** @throws Error for a name that is not in `METRICS`. */
export function metricNamed(name: string): Metric {
  const metric = METRICS.find((one) => one.name === name);
  if (!metric) throw new Error(`there is no metric ${name}`);
  return metric;
}

/** By Box and Muller; `spread` is the standard deviation of the logarithm. */
export const lognormal = (random: Random, spread: number): number =>
  Math.exp(spread * Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next()));

export const lognormals = (random: Random, n: number, median: number, spread: number): number[] =>
  Array.from({ length: n }, () => median * lognormal(random, spread));

/**
 * As even as n lognormal samples can be: their quantiles, without chance, and in an order in which nothing drifts. The
 * bits of the index are reversed for it (van der Corput), so that every part of the order holds low and high ones alike.
 */
export const evenSamples = (n: number, median: number, spread: number): number[] =>
  Array.from({ length: n }, (_, i) => ({ place: reversedBits(i), i }))
    .sort((a, b) => a.place - b.place)
    .map(({ i }) => median * Math.exp(spread * normalQuantile((i + 0.5) / n)));

function reversedBits(index: number): number {
  let reversed = 0;
  for (let rest = index, place = 0.5; rest > 0; rest = Math.floor(rest / 2), place /= 2)
    reversed += (rest % 2) * place;
  return reversed;
}
