import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Design, rowStatistics } from './row.ts';
import { evenSamples, metricNamed } from './testing/samples.ts';
import {
  DEFAULT_THRESHOLD,
  FAMILY_ALPHA,
  familySize,
  type Judgeable,
  judge,
  type Verdict,
} from './verdict.ts';

const RULE = { threshold: DEFAULT_THRESHOLD, design: 'independent' as Design };

interface RowInput {
  readonly metric?: string;
  readonly hypothesis?: boolean;
  readonly old: readonly number[];
  readonly new: readonly number[];
  readonly design?: Design;
}

function rowOf({
  metric: name = 'coldStart',
  hypothesis = true,
  old,
  new: fresh,
  design = 'independent',
}: RowInput): Judgeable {
  const metric = metricNamed(name);
  const statistics = rowStatistics({ metric, design, old, new: fresh });
  if (!statistics) throw new Error('no row');
  return { metric, hypothesis, statistics };
}

const verdictOf = (input: RowInput, threshold = DEFAULT_THRESHOLD): Verdict | undefined =>
  judge([rowOf(input)], { threshold, design: input.design ?? 'independent' })[0]?.verdict;

const at = (ratio: number, n = 60, spread = 0.02): RowInput => ({
  old: evenSamples(n, 50e6, spread),
  new: evenSamples(n, 50e6 * ratio, spread),
});

describe('a verdict', () => {
  test.each([
    ['slower', 'more of what should be less', at(1.05), 0.01],
    ['faster', 'less of it', at(0.95), 0.01],
    ['same', 'no change, known well', at(1, 400, 0.01), 0.01],
    ['same', 'a change that is certain and does not matter', at(1.003, 2000, 0.01), 0.01],
    ['slower', 'the same change when it matters', at(1.003, 2000, 0.01), 0.001],
    ['inconclusive', 'a change within the noise', at(1.005, 20), 0.01],
    ['inconclusive', 'a large change of few samples', at(1.5, 5), 0.01],
    ['same', 'a large change that does not matter', at(1.05), 0.1],
    ['same', 'all-equal samples', { old: Array(8).fill(5), new: Array(8).fill(5) }, 0.01],
    ['slower', 'all-equal samples that differ', { old: Array(12).fill(5), new: Array(12).fill(6) }, 0.01],
    ['same', 'nothing but zeros', { old: Array(8).fill(0), new: Array(8).fill(0) }, 0.01],
    [
      'slower',
      'zeros before, and none after',
      { old: Array(30).fill(0), new: evenSamples(30, 9, 0.1) },
      0.01,
    ],
    ['slower', 'a larger artifact', { metric: 'artifactSize', old: [100], new: [102] }, 0.01],
    ['faster', 'a smaller artifact', { metric: 'artifactSize', old: [102], new: [100] }, 0.01],
    ['same', 'an artifact a little larger', { metric: 'artifactSize', old: [1000], new: [1009] }, 0.01],
    ['slower', 'an artifact that was empty', { metric: 'artifactSize', old: [0], new: [1] }, 0.01],
    ['same', 'two empty artifacts', { metric: 'artifactSize', old: [0], new: [0] }, 0.01],
  ] as [Verdict, string, RowInput, number][])('is %s for %s', (verdict, _what, input, threshold) => {
    expect(verdictOf(input, threshold)).toBe(verdict);
  });
});

describe('the family', () => {
  test('holds primary metrics with a test, and phases that are asked for', () => {
    const row = at(1.02);
    const rows = [
      rowOf(row),
      rowOf({ ...row, metric: 'phase.ready', hypothesis: false }),
      rowOf({ ...row, metric: 'phase.ready' }),
      rowOf({ metric: 'artifactSize', old: [1], new: [2] }),
      rowOf(at(1.02, 3)),
    ];
    expect(familySize(rows)).toBe(2);
    const adjusted = judge(rows, RULE).map(({ adjustedP }) => adjustedP !== null);
    expect(adjusted).toEqual([true, false, true, false, false]);
  });

  test('is corrected: what is slower alone may be open among many', () => {
    const moved = rowOf(at(1.012, 60));
    const [alone] = judge([moved], RULE);
    expect(alone).toMatchObject({ verdict: 'slower' });
    const [among] = judge([moved, ...Array.from({ length: 40 }, () => rowOf(at(1, 60)))], RULE);
    expect(among).toMatchObject({ verdict: 'inconclusive' });
    expect(among?.adjustedP).toBeGreaterThan(alone?.adjustedP ?? 1);
  });

  test('leaves the order of the rows as it is', () => {
    const names = ['rss', 'coldStart', 'artifactSize', 'warmP50'];
    const rows = names.map((metric) => rowOf({ ...at(1.01), metric }));
    expect(judge(rows, RULE).map(({ metric }) => metric.name)).toEqual(names);
  });
});

const samples = fc.array(fc.integer({ min: 1, max: 10_000 }), { minLength: 6, maxLength: 24 });
const pair = fc
  .tuple(samples, samples, fc.constantFrom<Design>('independent', 'paired'))
  .map(([a, b, design]) => {
    const n = Math.min(a.length, b.length);
    return design === 'paired'
      ? { old: a.slice(0, n), new: b.slice(0, n), design }
      : { old: a, new: b, design };
  });
const threshold = fc.constantFrom(0.001, 0.01, 0.03, 0.5);
const REVERSE: Readonly<Record<Verdict, Verdict>> = {
  faster: 'slower',
  slower: 'faster',
  same: 'same',
  inconclusive: 'inconclusive',
};

describe('whatever the samples are', () => {
  test('a verdict turns around when the sides are swapped', () => {
    fc.assert(
      fc.property(pair, threshold, (input, limit) => {
        const swapped = { ...input, old: input.new, new: input.old };
        expect(verdictOf(swapped, limit)).toBe(REVERSE[verdictOf(input, limit) ?? 'same']);
      }),
    );
  });

  test('a verdict is the same in every unit', () => {
    fc.assert(
      fc.property(pair, threshold, fc.constantFrom(0.5, 1024, 2 ** 20), (input, limit, unit) => {
        const scale = (values: readonly number[]) => values.map((value) => value * unit);
        expect(verdictOf({ ...input, old: scale(input.old), new: scale(input.new) }, limit)).toBe(
          verdictOf(input, limit),
        );
      }),
    );
  });

  test('another row never makes one more significant', () => {
    fc.assert(
      fc.property(fc.array(pair, { minLength: 1, maxLength: 4 }), pair, (inputs, added) => {
        const before = judge(inputs.map(rowOf), RULE);
        const after = judge([...inputs, added].map(rowOf), RULE);
        for (const [index, row] of before.entries()) {
          expect(after[index]?.adjustedP).toBeGreaterThanOrEqual(row.adjustedP ?? Number.NaN);
          if (row.verdict === 'inconclusive') expect(after[index]?.verdict).toBe('inconclusive');
        }
      }),
    );
  });

  test('a larger threshold only ever adds to what is the same', () => {
    fc.assert(
      fc.property(pair, (input) => {
        const [narrow, wide] = [verdictOf(input, 0.01), verdictOf(input, 0.2)];
        expect(wide === narrow || wide === 'same').toBe(true);
      }),
    );
  });

  test('faster and slower are significant, and no number is other than finite', () => {
    fc.assert(
      fc.property(pair, (input) => {
        const [row] = judge([rowOf(input)], { ...RULE, design: input.design });
        if (row?.verdict === 'faster' || row?.verdict === 'slower')
          expect(row.adjustedP).toBeLessThan(FAMILY_ALPHA);
        if (row?.moreBlocks !== null) expect(row?.moreBlocks).toSatisfy(Number.isSafeInteger);
        if (row?.verdict !== 'inconclusive') expect(row?.moreBlocks).toBeNull();
        // Only drift between two runs is beyond what more blocks can settle.
        else if (!row.statistics.drift) expect(row.moreBlocks).not.toBeNull();
      }),
    );
  });
});
