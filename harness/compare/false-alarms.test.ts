import { describe, expect, test } from 'vitest';
import { createRandom, mannWhitney, type Random, wilcoxonSignedRank } from '../stats/index.ts';
import { type Design, rowStatistics, type Sides } from './row.ts';
import { lognormal, metricNamed } from './testing/samples.ts';
import { FAMILY_ALPHA, type Judged, judge } from './verdict.ts';

const METRICS = ['coldStart', 'warmP50', 'warmP99', 'rss'].map(metricNamed);
const SUBJECTS = 4;
/** Standard deviation of the logarithm of each sample. */
const SPREAD = 0.03;
/** What a whole block is disturbed by, where blocks are paired. */
const BLOCK_SPREAD = 0.1;

interface Simulation {
  readonly design: Design;
  readonly blocks: number;
  /** New over old, of the first subject's cold start; nothing else changes. */
  readonly change: number;
}

/** The samples of four subjects and four metrics, the first subject's cold start first. */
function family(random: Random, { design, blocks, change }: Simulation): Sides[] {
  return Array.from({ length: SUBJECTS }, () => METRICS)
    .flat()
    .map((metric, index) => {
      const [old, fresh]: [number[], number[]] = [[], []];
      for (let block = 0; block < blocks; block++) {
        const level = design === 'paired' ? 50e6 * lognormal(random, BLOCK_SPREAD) : 50e6;
        old.push(level * lognormal(random, SPREAD));
        fresh.push(level * lognormal(random, SPREAD) * (index === 0 ? change : 1));
      }
      return { metric, design, old, new: fresh };
    });
}

function verdicts(sides: readonly Sides[], design: Design): Judged[] {
  const rows = sides.flatMap((side) => {
    const statistics = rowStatistics(side);
    return statistics ? [{ metric: side.metric, hypothesis: true, statistics }] : [];
  });
  return judge(rows, { threshold: 0.01, design });
}

/** A correction only raises p, so that most families need no verdicts: a hundredth of the time for the same answer. */
function mayAlarm({ design, old, new: fresh }: Sides): boolean {
  const logs = [fresh, old].map((side) => side.map(Math.log));
  const [a = [], b = []] = logs;
  const { p } = design === 'paired' ? wilcoxonSignedRank(a, b) : mannWhitney(a, b);
  return p === null || p < FAMILY_ALPHA;
}

const isChange = ({ verdict }: Judged): boolean => verdict === 'faster' || verdict === 'slower';

describe('when nothing differs', () => {
  const FAMILIES = 2000;
  const most = FAMILY_ALPHA + 3 * Math.sqrt((FAMILY_ALPHA * (1 - FAMILY_ALPHA)) / FAMILIES);

  test.each<[Design, number]>([
    ['independent', 12],
    ['independent', 50],
    ['paired', 14],
    ['paired', 50],
  ])(
    'families of 16 rows of %s samples from %i blocks hold a false alarm as rarely as promised',
    (design, blocks) => {
      const random = createRandom(blocks);
      const simulation = { design, blocks, change: 1 };
      const alarms = Array.from({ length: FAMILIES }, () => family(random, simulation))
        .filter((sides) => sides.some(mayAlarm))
        .filter((sides) => verdicts(sides, design).some(isChange));
      expect(alarms.length / FAMILIES).toBeLessThanOrEqual(most);
      // A rule that never says anything would pass as well. Two runs that did not drift hold a false alarm even more rarely.
      if (design === 'paired') expect(alarms.length).toBeGreaterThan(0);
    },
  );
});

describe('a cold start that got 2% slower, among 15 rows that did not, at 3% noise and 100 blocks', () => {
  const FAMILIES = 100;

  // 80 % of 500 paired families; 98 % for a row that is alone. The normal approximation says 87 %: 0.0198 / (0.03
  // sqrt(2 / 100)) standard errors, against the 3.42 of a two-sided test at 0.01 / 16. Of independent samples 85 % before
  // the allowance for drift, which takes half of that even where nothing drifts: the price of no alarm where it does.
  test.each<[Design, number]>([
    ['paired', 0.7],
    ['independent', 0.3],
  ])('is found in %s samples, and nothing else is', (design, share) => {
    const random = createRandom(100);
    const judged = Array.from({ length: FAMILIES }, () =>
      verdicts(family(random, { design, blocks: 100, change: 1.02 }), design),
    );
    expect(judged.filter(([cold]) => cold?.verdict === 'slower').length).toBeGreaterThanOrEqual(
      share * FAMILIES,
    );
    expect(judged.filter(([, ...others]) => others.some(isChange)).length).toBeLessThanOrEqual(
      0.05 * FAMILIES,
    );
  });
});
