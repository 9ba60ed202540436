import { beforeEach, describe, expect, it } from 'vitest';
import { bcaInterval } from './bootstrap.ts';
import { equivalence } from './equivalence.ts';
import { hodgesLehmann, pairedShift } from './hodges-lehmann.ts';
import { type Interval, medianInterval } from './interval.ts';
import { pairedOverhead } from './paired.ts';
import { median } from './quantile.ts';
import { createRandom } from './random.ts';

/** Simulations with fixed seeds: how often an interval holds the truth that the data were made from. */
const SEED = 20_240_607;
let random = createRandom(SEED);
beforeEach(() => {
  random = createRandom(SEED);
});
const gauss = (): number =>
  Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
const lognormal = (): number => Math.exp(0.5 * gauss());
const bimodal = (): number => (random.next() < 0.55 ? 100 + 3 * gauss() : 130 + 5 * gauss());
const draw = (n: number, sample: () => number): number[] => Array.from({ length: n }, sample);

const share = (runs: number, succeeds: () => boolean): number => {
  let successes = 0;
  for (let run = 0; run < runs; run++) if (succeeds()) successes++;
  return successes / runs;
};
const holds = (interval: Interval | null, truth: number): boolean =>
  interval !== null && interval.low <= truth && truth <= interval.high;
/** Four standard errors of a share. */
const slack = (runs: number, p: number): number => 4 * Math.sqrt((p * (1 - p)) / runs);

const RUNS = 4_000;
const SHIFT_RUNS = 500;
// R: uniroot(function(m) .55 * pnorm((m - 100) / 3) + .45 * pnorm((m - 130) / 5) - .5, c(90, 140))$root
const BIMODAL_MEDIAN = 104.005531704501;

describe('medianInterval() at 95 %', () => {
  it.each([
    // R: 1 - 2 * pbinom(qbinom(.025, n, .5) - 1, n, .5)
    [6, 0.96875],
    [10, 0.978515625],
    [20, 0.9586105],
    [50, 0.9671609],
  ])('covers the median of n = %d as often as the binomial distribution says, %d', (n, expected) => {
    const ofLognormal = share(RUNS, () => holds(medianInterval(draw(n, lognormal)).interval, 1));
    const ofBimodal = share(RUNS, () => holds(medianInterval(draw(n, bimodal)).interval, BIMODAL_MEDIAN));
    expect(Math.abs(ofLognormal - expected)).toBeLessThan(slack(RUNS, expected));
    expect(Math.abs(ofBimodal - expected)).toBeLessThan(slack(RUNS, expected));
    expect(Math.min(ofLognormal, ofBimodal)).toBeGreaterThan(0.95 - slack(RUNS, 0.05) / 4);
  });
});

describe('bcaInterval() at 95 %', () => {
  const bca = (samples: number[], statistic: (x: Float64Array) => number) =>
    bcaInterval(samples, statistic, { random: random.derive(String(samples[0])), resamples: 499 }).interval;
  const mean = (x: Float64Array): number => x.reduce((sum, value) => sum + value, 0) / x.length;

  it('falls short for the median of a bimodal population, which is why medianInterval() does not use it', () => {
    const middle = (x: Float64Array): number => median(x) ?? Number.NaN;
    const coverage = share(600, () => holds(bca(draw(10, bimodal), middle), BIMODAL_MEDIAN));
    expect(coverage).toBeLessThan(0.95);
  });

  it('comes near its level for the mean of fifty', () => {
    // The mean of the lognormal distribution is exp(sigma^2 / 2).
    const coverage = share(300, () => holds(bca(draw(50, lognormal), mean), Math.exp(0.125)));
    expect(coverage).toBeGreaterThan(0.9);
    expect(coverage).toBeLessThan(0.98);
  });
});

describe.each([6, 20, 60])('the shift of %d and as many samples', (n) => {
  it.each([1000, 3, 1])(
    'is covered by rank intervals at least at their level when rounded to 1/%d of the scale',
    (scale) => {
      const rounded = (): number => Math.round(scale * lognormal());
      for (const shiftOf of [hodgesLehmann, pairedShift]) {
        const coverage = share(SHIFT_RUNS, () => {
          const subject = draw(n, rounded).map((x) => x + 2);
          return holds(shiftOf(subject, draw(n, rounded)).interval, 2);
        });
        expect(coverage).toBeGreaterThan(0.95 - slack(SHIFT_RUNS, 0.05));
      }
    },
  );

  it.each(['paired', 'independent'] as const)(
    '%s, is called equivalent at the bound in one case of twenty at most',
    (design) => {
      const wrongly = share(SHIFT_RUNS, () => {
        const [subject, baseline] = [draw(n, lognormal).map((x) => x + 10), draw(n, lognormal)];
        return equivalence(subject, baseline, { delta: 10, design }).equivalent === true;
      });
      expect(wrongly).toBeLessThan(0.05 + slack(SHIFT_RUNS, 0.05));
    },
  );
});

it.each([6, 10, 20, 50])(
  'pairedOverhead() covers a ratio of 2 over %d blocks of a machine that drifts',
  (n) => {
    const coverage = share(RUNS, () => {
      const trend = 0.3 * gauss();
      const blocks = draw(n, gauss).map((noise, i) =>
        Math.exp(trend * ((2 * i) / (n - 1) - 1) + 0.1 * noise),
      );
      const subject = blocks.map((slow) => slow * 220 * lognormal());
      const baseline = blocks.map((slow) => slow * 110 * lognormal());
      return holds(pairedOverhead(subject, baseline).ratio.interval, 2);
    });
    expect(coverage).toBeGreaterThan(0.95 - slack(RUNS, 0.05) / 4);
  },
);
