import { describe, expect, it } from 'vitest';
import type { Ns } from '../model/units.ts';
import { createRandom } from '../stats/index.ts';
import { evaluateRepeat, type RepeatCheck } from './evaluate.ts';
import { poolRepeats } from './pool.ts';
import { normal, type SyntheticCheck, syntheticSet } from './testing.ts';

const BASE_NS = 50e6;
const LABELS = {
  selfcheck: 'repeat',
  source: 'catalog',
  'share.plus2': '0.02',
  'delayNs.plus2': '1000000',
};

/** Blocks vary together by 20 %, and within a block by 1 %. */
function noisy(seed: number, blocks = 60): (factor: number) => (block: number) => Ns {
  const random = createRandom(seed);
  const shared = Array.from({ length: blocks }, () => Math.exp(0.2 * normal(random)));
  return (factor) => (block) => BASE_NS * factor * (shared[block] ?? 1) * Math.exp(0.01 * normal(random));
}

async function repeat(
  seed: number,
  again: number,
  fields: Partial<SyntheticCheck> = {},
): Promise<RepeatCheck> {
  const of = noisy(seed);
  const coldStartNs = { base: of(1), again: of(again), plus2: of(1.02) };
  const random = createRandom(seed).derive('others');
  return evaluateRepeat(await syntheticSet({ blocks: 60, coldStartNs, labels: LABELS, random, ...fields }));
}

describe('evaluateRepeat()', () => {
  it('finds no false alarm in two names of one thing, and finds the delay', async () => {
    const check = await repeat(1, 1);
    expect(check).toMatchObject({ source: 'catalog', runner: 'process', blocks: 60, failedTrials: 0 });
    // Cold start, warm p50, memory and CPU; 4 warm calls have no p99, and sizes are exact.
    expect(check.twins).toMatchObject({ familySize: 4, alarms: [] });
    expect(check.twins.phases).toBeGreaterThan(3);
    expect(check.delays).toMatchObject([{ workload: 'plus2', share: 0.02, found: true, verdict: 'slower' }]);
    expect(check.logRatios).toHaveLength(120);
  });

  it('counts every row that calls one name faster or slower', async () => {
    const { twins } = await repeat(2, 0.9);
    expect(twins.verdict).toBe('faster');
    expect(twins.alarms).toMatchObject([{ metric: 'cold start', verdict: 'faster' }]);
    expect(twins.alarms[0]?.ratio).toBeCloseTo(0.9, 1);
  });

  it('counts alarms of phases apart: they are no part of the family', async () => {
    const { twins } = await repeat(3, 1.1);
    // Only the last phase of a synthetic trial, until the first response, takes longer.
    expect(twins.phaseAlarms).toMatchObject([{ metric: 'first response', verdict: 'slower' }]);
    expect(twins.alarms).toHaveLength(1);
  });

  it('refuses twins that are not of one artifact', async () => {
    const digestOf = (workload: string): string => (workload === 'again' ? 'b' : 'a').repeat(64);
    await expect(repeat(4, 1, { digestOf })).rejects.toMatchObject({ code: 'TWINS_DIFFER' });
  });
});

describe('poolRepeats()', () => {
  it('counts comparisons with any false alarm, and what was found', async () => {
    const [check] = poolRepeats([await repeat(1, 1), await repeat(2, 0.9), await repeat(5, 1)]);
    expect(check?.falseAlarms).toMatchObject({ count: 1, of: 3 });
    expect(check?.falseRows).toMatchObject({ count: 1, of: 12 });
    expect(check?.sensitivity).toMatchObject([{ share: 0.02, delayNs: 1e6, found: { count: 3, of: 3 } }]);
    expect(Math.abs((check?.sensitivity[0]?.measuredNs ?? 0) / 1e6 - 1)).toBeLessThan(0.3);
  });

  it('names the detectable change from the spread within blocks, not of the blocks', async () => {
    const [check] = poolRepeats([await repeat(1, 1), await repeat(5, 1), await repeat(6, 1)]);
    // 1 % a side: an error of 0.01 sqrt(2) 1.023 / sqrt(60) = 0.19 %, 4.67 of which are 0.87 %.
    expect(check?.detectable).toBeGreaterThan(0.007);
    expect(check?.detectable).toBeLessThan(0.0115);
    expect(check?.sensitivity[0]?.predicted).toBeGreaterThan(0.99);
  });

  it('names none from fewer blocks than the test needs', async () => {
    const few = await repeat(7, 1, { blocks: 8 });
    const [check] = poolRepeats([few]);
    expect(check).toMatchObject({ detectable: null, blocks: 8 });
  });

  it('keeps workloads apart, and is empty of nothing', async () => {
    const other = await repeat(8, 1, { labels: { ...LABELS, source: 'noop' } });
    expect(poolRepeats([await repeat(1, 1), other]).map(({ source }) => source)).toEqual(['catalog', 'noop']);
    expect(poolRepeats([])).toEqual([]);
  });
});
