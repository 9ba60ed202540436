import { describe, expect, it } from 'vitest';
import { normal, type SyntheticCheck, syntheticSet } from '../../harness/selfcheck/testing.ts';
import { wilson } from '../../harness/selfcheck/wilson.ts';
import { createRandom } from '../../harness/stats/index.ts';
import { addTallies, runFamilies, type Tally, type Task } from './families.ts';
import { poolOf } from './pool.ts';
import { markdown } from './table.ts';

/** Two names of one thing: blocks vary by 10 % together, trials by 1 % within them. */
async function twins(fields: Partial<SyntheticCheck> = {}) {
  const random = createRandom(11);
  const shared = Array.from({ length: 200 }, () => Math.exp(0.1 * normal(random)));
  const coldStart = (block: number): number => 50e6 * (shared[block] ?? 1) * Math.exp(0.01 * normal(random));
  const coldStartNs = { base: coldStart, again: coldStart };
  return syntheticSet({ blocks: 200, coldStartNs, random, ...fields });
}

const FAMILIES = 600;

async function simulate(fields: Partial<Task> = {}): Promise<Map<string, Tally>> {
  const pool = poolOf(await twins());
  const task = {
    pool,
    design: 'paired',
    blocks: 50,
    shares: [0.02],
    seed: 1,
    from: 0,
    to: FAMILIES,
  } as const;
  return new Map(
    runFamilies({ ...task, ...fields }).map((tally) => [tally.rule.split(/[:,]/)[0] ?? '', tally]),
  );
}

const alarmsOf = (tally: Tally | undefined) => wilson(tally?.alarms ?? Number.NaN, tally?.families ?? 0);

describe('runFamilies()', () => {
  it('finds what is injected, and next to nothing where nothing is', async () => {
    const tallies = await simulate();
    const ours = tallies.get('coldbench');
    expect(ours?.families).toBe(FAMILIES);
    // At most 1 % of families: the binomial interval of what was counted must reach down to it.
    expect(alarmsOf(ours).low).toBeLessThan(0.01);
    expect(alarmsOf(ours).share).toBeLessThan(0.025);
    expect(ours?.found[0]).toBeGreaterThan(0.98 * FAMILIES);
    expect(ours?.same).toBeGreaterThan(0.9 * FAMILIES);
  });

  it('shows what the rules of others do with the same samples', async () => {
    const tallies = await simulate({ design: 'independent' });
    // Four rows at 5 % each: 1 - 0.95^4 = 19 % when they are independent.
    for (const rule of ['benchstat', 'Welch t-test on means']) {
      const { low, high } = alarmsOf(tallies.get(rule));
      expect(low, rule).toBeLessThan(0.2);
      expect(high, rule).toBeGreaterThan(0.15);
    }
    // Two per cent are lost in the ten that blocks differ by, unless blocks are paired.
    expect(tallies.get('coldbench')?.found[0]).toBeLessThan(0.2 * FAMILIES);
    expect(tallies.get('new mean over 200 % of old')).toMatchObject({ alarms: 0, found: [0], same: null });
  });

  it('gives the same whoever draws which part', async () => {
    const whole = await simulate({ to: 60 });
    const parts = [await simulate({ to: 20 }), await simulate({ from: 20, to: 60 })];
    expect(addTallies(parts.map((part) => [...part.values()]))).toEqual([...whole.values()]);
  });

  it('is another one with another seed', async () => {
    const found = async (seed: number) =>
      (await simulate({ seed, design: 'independent', to: 200 })).get('benchstat');
    expect(await found(1)).not.toEqual(await found(2));
  });
});

describe('poolOf()', () => {
  it('takes base and again block by block, primary metrics only', async () => {
    const pool = poolOf(await twins());
    expect(pool).toMatchObject({ blocks: 200, target: 0, notes: [], blockNs: null });
    expect(pool.rows.map(({ metric }) => metric.name)).toEqual(['coldStart', 'warmP50', 'rss', 'coldCpu']);
    expect(pool.rows.every(({ first, second }) => first.length === 200 && second?.length === 200)).toBe(true);
  });

  it('takes all subjects of any other set as one family', async () => {
    const coldStartNs = { catalog: () => 50e6, hash: () => 60e6 };
    const pool = poolOf(await twins({ coldStartNs }));
    expect(pool.rows.map(({ subject }) => subject)).toEqual([
      ...Array<string>(4).fill('catalog/process/node'),
      ...Array<string>(4).fill('hash/process/node'),
    ]);
    expect(pool.rows.every(({ second }) => second === null)).toBe(true);
  });

  it('refuses a set without blocks', async () => {
    const set = await twins({ blocks: 1 });
    expect(() => poolOf(set)).toThrow(/no blocks to draw from/);
  });
});

it('markdown() is a table of rates with their intervals', async () => {
  const pool = poolOf(await twins());
  const task = { pool, blocks: 20, shares: [0.02, 0.05], seed: 1, from: 0, to: 20 };
  const results = (['paired', 'independent'] as const).map((design) => ({
    design,
    tallies: runFamilies({ ...task, design }),
  }));
  const lines = markdown({ pool, blocks: 20, shares: task.shares, results }).trimEnd().split('\n');
  expect(lines[0]).toMatch(
    /^`synthetic\.ndjson`: 200 blocks, cold start 5\d\.\d ms \(MAD [\d.]+%\)\. 20 families of 4 rows/,
  );
  expect(lines[2]).toBe('| design | rule | false alarms | +2% found | +5% found | shown same |');
  expect(lines.slice(4).indexOf('')).toBe(10);
  expect(lines[4]).toMatch(/^\| one run, paired by block \| coldbench \| \d+% \[.*\] \| \d+% \[/);
  expect(lines.slice(-6)).toEqual([
    '| row | one run, paired by block | two runs, alike |',
    '| --- | --: | --: |',
    expect.stringMatching(/^\| cold start \| \d/),
    expect.stringMatching(/^\| warm p50 \| \d/),
    expect.stringMatching(/^\| memory \(RSS\) \| \d/),
    expect.stringMatching(/^\| CPU of a cold start \| \d/),
  ]);
});
