export { type BootstrapOptions, bcaInterval, type Statistic } from './bootstrap.ts';
export { cliffsDelta, type EffectSize, type Magnitude } from './cliffs-delta.ts';
export { type ChangePoint, E_DIVISIVE_DEFAULTS, type EDivisiveOptions, eDivisive } from './e-divisive.ts';
export { type Equivalence, type EquivalenceOptions, equivalence } from './equivalence.ts';
export { hodgesLehmann, pairedShift } from './hodges-lehmann.ts';
export { holmAdjust } from './holm.ts';
export {
  type Estimate,
  type Interval,
  type IntervalMethod,
  type IntervalOptions,
  type IntervalResult,
  medianInterval,
  quantileInterval,
} from './interval.ts';
export { mannWhitney, type RankTest } from './mann-whitney.ts';
export { meanInterval } from './mean-interval.ts';
export { type PairedOverhead, pairedOverhead } from './paired.ts';
export { mad, median, quantile } from './quantile.ts';
export { createRandom, type Random } from './random.ts';
export { type Samples, Sorted, sort } from './samples.ts';
export { wilcoxonSignedRank } from './signed-rank.ts';
