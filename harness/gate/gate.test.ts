import { describe, expect, test } from 'vitest';
import { sampleComparable } from '../compare/testing/sample-set.ts';
import type { AcceptedChange } from './accepted/schema.ts';
import { acceptConfirmed, runGate } from './gate.ts';
import type { GateResult } from './gate-result.ts';
import { matchRuns } from './match-sets.ts';
import { DEFAULT_RULES } from './rules.ts';
import { acceptedList, type InventedGate, inventGate, inventGateBeside } from './testing/invented-gate.ts';

/** 20 % slower to start; everything else is as it was. */
const SLOWER = { coldMs: 60, loadMs: 20 };
/** Without noise a row is never open, so that only the change is looked at. */
const QUIET = { noise: 0.001 };
const slower: InventedGate = { old: QUIET, new: { ...QUIET, subjects: [SLOWER] } };
const unchanged: InventedGate = { old: QUIET, new: QUIET };
/** Figures so unsteady that they tell nothing. */
const OPEN: InventedGate = { old: { noise: 0.3 }, new: { noise: 0.3 } };

const fates = ({ rows }: GateResult): Record<string, string> =>
  Object.fromEntries(rows.map(({ first, standing, fate }) => [first.metric.name, `${standing} ${fate}`]));

describe('a first look', () => {
  test('passes what is the same, and measures nothing again', async () => {
    const { result, requests } = await inventGate(unchanged);
    expect(result).toMatchObject({ outcome: 'passed', pass: true, reruns: [] });
    expect(requests).toEqual([]);
    expect(new Set(result.rows.map(({ fate }) => fate))).toEqual(new Set(['fine']));
  });

  test('never fails by itself: what looks slower is measured again, and nothing else is', async () => {
    const { result, requests } = await inventGate({
      old: { ...QUIET, subjects: [{}, { runner: 'container', coldMs: 200 }, { workload: 'noop' }] },
      new: { ...QUIET, subjects: [SLOWER, { runner: 'container', coldMs: 200 }, { workload: 'noop' }] },
      again: null,
    });
    expect(requests).toEqual([{ workload: 'hash', runners: ['process:node'], metrics: ['coldStart'] }]);
    expect(result).toMatchObject({ outcome: 'cannotTell', pass: false });
  });

  test('does not look at what got faster, unless it is asked to', async () => {
    const faster = { old: slower.new ?? {}, new: QUIET, again: { hash: { old: SLOWER, set: QUIET } } };
    expect((await inventGate(faster)).result.outcome).toBe('passed');
    const both = await inventGate({ ...faster, rules: { failOn: ['slower', 'faster'] } });
    expect(both.result).toMatchObject({ outcome: 'regression', pass: false });
  });

  test('lets a change pass that is certain and smaller than the threshold', async () => {
    const { result } = await inventGate({ ...slower, rules: { threshold: 0.5 } });
    expect(result.outcome).toBe('passed');
  });
});

test('rows that start otherwise than cold are not judged, and it says so', async () => {
  const paused = { condition: 'paused', coldMs: 5, loadMs: 1 } as const;
  const { result, requests } = await inventGate({
    old: { ...QUIET, subjects: [{}, paused] },
    new: { ...QUIET, subjects: [{}, { ...paused, coldMs: 50 }] },
  });
  expect(result).toMatchObject({ outcome: 'passed', pass: true, unjudged: [] });
  expect(new Set(result.rows.map(({ subject }) => subject))).toEqual(new Set(['hash/process/node']));
  expect(requests).toEqual([]);
  expect(result.notes).toContain('Only cold starts are judged; results/new.ndjson also has others (paused).');
});

describe('a second look', () => {
  test('confirms what it finds again, with the phase in which it sits', async () => {
    const { result } = await inventGate({ ...slower, again: { hash: { new: SLOWER, set: QUIET } } });
    expect(result).toMatchObject({ outcome: 'regression', pass: false });
    expect(fates(result).coldStart).toBe('suspected confirmed');
    expect(result.rows.find(({ fate }) => fate === 'confirmed')).toMatchObject({
      mostlyIn: 'load workload',
      confirmation: { by: 'rerun', row: { verdict: 'slower' } },
    });
  });

  test('clears a false suspicion', async () => {
    const { result } = await inventGate({ ...slower, again: { hash: { set: QUIET } } });
    expect(result).toMatchObject({ outcome: 'passed', pass: true });
    expect(fates(result).coldStart).toBe('suspected cleared');
  });

  test('clears what is slower by less than the threshold', async () => {
    const { result } = await inventGate({
      ...slower,
      again: { hash: { new: { coldMs: 50.5 }, set: QUIET } },
    });
    expect(fates(result).coldStart).toBe('suspected cleared');
  });

  test('that finds a change on both sides of the threshold settles nothing', async () => {
    const { result } = await inventGate({
      ...slower,
      again: { hash: { new: { coldMs: 51.6 }, set: { noise: 0.02, blocks: 30 } } },
    });
    const again = result.rows.find(({ fate }) => fate === 'undecided')?.confirmation;
    expect(again).toMatchObject({ row: { verdict: 'slower' } });
    expect(result).toMatchObject({ outcome: 'cannotTell', pass: false });
  });

  test('that shows a larger size of the same tools is not needed', async () => {
    const { result, requests } = await inventGate({
      old: QUIET,
      new: { ...QUIET, subjects: [{ sizeBytes: 60_000 }] },
    });
    expect(requests).toEqual([]);
    expect(result).toMatchObject({ outcome: 'regression' });
    expect(result.rows.find(({ fate }) => fate === 'confirmed')).toMatchObject({
      confirmation: { by: 'exactness' },
    });
  });

  test('tells whether other tools made a size larger', async () => {
    const tools = { node: 'v20.20.2', esbuild: '0.99.0' };
    const { result, requests } = await inventGate({
      old: QUIET,
      new: { ...QUIET, subjects: [{ sizeBytes: 60_000 }], manifest: { tools } },
      again: { hash: { old: { sizeBytes: 60_000 }, new: { sizeBytes: 60_000 }, set: QUIET } },
    });
    expect(requests).toHaveLength(1);
    expect(fates(result).artifactSize).toBe('suspected cleared');
  });
});

describe('what cannot be told', () => {
  test('fails by default, after old and new code were measured again', async () => {
    const { result, requests } = await inventGate({ ...OPEN, again: { hash: { set: { noise: 0.3 } } } });
    expect(requests).toHaveLength(1);
    expect(result).toMatchObject({ outcome: 'cannotTell', pass: false });
    expect(Object.values(fates(result))).toContain('open undecided');
  });

  test('is settled by measuring old and new code again', async () => {
    const { result } = await inventGate({ ...OPEN, again: { hash: { set: QUIET } } });
    expect(result).toMatchObject({ outcome: 'passed' });
    expect(fates(result).coldStart).toBe('open cleared');
  });

  test('passes when it is told to, and is not measured again for that', async () => {
    const { result, requests } = await inventGate({ ...OPEN, rules: { inconclusive: 'pass' } });
    expect(requests).toEqual([]);
    expect(result).toMatchObject({ outcome: 'cannotTell', pass: true });
  });

  test('a suspicion that cannot be confirmed passes when that is told, and fails otherwise', async () => {
    const rules = { inconclusive: 'pass' } as const;
    expect((await inventGate({ ...slower, again: null, rules })).result.pass).toBe(true);
    const { result } = await inventGate({ ...slower, again: null });
    expect(result).toMatchObject({ outcome: 'cannotTell', pass: false });
    expect(result.rows.find(({ fate }) => fate === 'undecided')?.why).toMatch(/not in the cache/);
  });

  test('with too few trials, every row is open', async () => {
    const few = { blocks: 4 };
    const { result } = await inventGate({ old: few, new: few, rules: { inconclusive: 'pass' } });
    expect(fates(result)).toMatchObject({ coldStart: 'open undecided', artifactSize: 'fine fine' });
  });

  test('a subject that does other work than the baseline was not judged', async () => {
    const { result } = await inventGate({
      ...unchanged,
      new: { ...QUIET, workloads: { hash: { outputSha256: 'e'.repeat(64) } } },
    });
    expect(result).toMatchObject({ outcome: 'cannotTell', unjudged: [{ subject: 'hash/process/node' }] });
  });

  test('a runner that the candidate lacks on this machine was not judged; one not asked for is not missed', async () => {
    const old = { ...QUIET, subjects: [{}, { runner: 'container' as const }] };
    const skipped = { runner: 'container' as const, reason: 'No Docker engine answers', remedy: 'Start it' };
    const missing = await inventGate({ old, new: { ...QUIET, manifest: { skippedRunners: [skipped] } } });
    expect(missing.result).toMatchObject({
      outcome: 'cannotTell',
      unjudged: [{ reason: expect.stringContaining('No Docker engine') }],
    });
    expect((await inventGate({ old, new: QUIET })).result.outcome).toBe('passed');
  });
});

describe('a subject that works no longer', () => {
  const lost: InventedGate = {
    old: { ...QUIET, subjects: [{}, { runner: 'wasm' }] },
    new: { ...QUIET, subjects: [{}, { runner: 'wasm', fails: 'always' }] },
  };

  test('is a regression when it fails again beside the old code', async () => {
    const { result, requests } = await inventGate({
      ...lost,
      again: { hash: { new: { fails: 'always' }, set: QUIET } },
    });
    expect(requests).toEqual([{ workload: 'hash', runners: ['wasm:node'], metrics: ['coldStart'] }]);
    expect(result).toMatchObject({ outcome: 'regression', lost: [{ fate: 'confirmed' }] });
  });

  test('is undecided when it works the second time, or cannot be tried', async () => {
    const again = { hash: { set: QUIET } };
    expect((await inventGate({ ...lost, again })).result).toMatchObject({
      outcome: 'cannotTell',
      lost: [{ fate: 'undecided', why: expect.stringContaining('it worked') }],
    });
    expect((await inventGate({ ...lost, again: null })).result.outcome).toBe('cannotTell');
  });

  test('is found also when nothing else was measured', async () => {
    const { result } = await inventGate({
      old: QUIET,
      new: { subjects: [{ fails: Array.from({ length: 60 }, (_, block) => block) }, { workload: 'noop' }] },
      again: { hash: { new: { fails: 'always' } } },
    });
    expect(result).toMatchObject({ outcome: 'regression', rows: [] });
  });
});

describe('surroundings that are unfit', () => {
  test.each<[string, InventedGate, RegExp]>([
    [
      'another machine',
      { ...slower, new: { machine: { cpuModel: 'AMD EPYC' } } },
      /different machines \(CPU model/,
    ],
    [
      'an emulated machine',
      { ...slower, new: { machine: { emulated: true } } },
      /different machines \(machine emulated/,
    ],
    ['not quiet enough', { ...slower, rules: { minQuietness: 90 } }, /85 of 100.*load is 1\.2/],
  ])('%s: nothing is judged or measured again', async (_what, gate, reason) => {
    const { result, requests } = await inventGate(gate);
    expect(result).toMatchObject({ outcome: 'unfit', pass: false, rows: [] });
    expect(result.unfit[0]?.reason).toMatch(reason);
    expect(requests).toEqual([]);
  });

  test('too many disturbed blocks of either run', async () => {
    const old = await sampleComparable('old.ndjson', { seed: 1 });
    const candidate = await sampleComparable('new.ndjson', { seed: 2 });
    const never = () => Promise.reject(new Error('measured again'));
    const gate = (a: number, b: number) =>
      runGate(
        matchRuns({ ...old, disturbedBlocks: a }, { ...candidate, disturbedBlocks: b }, DEFAULT_RULES),
        { ...DEFAULT_RULES, threshold: 0.5 },
        acceptedList({}),
        never,
      );
    expect((await gate(15, 15)).outcome).toBe('passed');
    expect((await gate(16, 0)).unfit[0]?.reason).toMatch(/53% of the blocks of old\.ndjson/);
    expect((await gate(0, 30)).unfit[0]?.reason).toMatch(/100% of the blocks of new\.ndjson/);
  });
});

describe('old code in the same blocks', () => {
  test('is judged in the same way', async () => {
    const pair = { new: SLOWER, set: QUIET };
    const { result } = await inventGateBeside(pair, { again: { hash: pair } });
    expect(result).toMatchObject({ outcome: 'regression', beside: true });
    expect(result.rows[0]).toMatchObject({ subject: 'hash/process/node', workload: 'hash' });
    expect((await inventGateBeside({ set: QUIET })).result.outcome).toBe('passed');
  });

  test('has a size that is measured again: kept code was bundled twice', async () => {
    const pair = { new: { sizeBytes: 44_000 }, set: QUIET };
    const { result, requests } = await inventGateBeside(pair, { again: { hash: { set: QUIET } } });
    expect(requests).toEqual([{ workload: 'hash', runners: ['process:node'], metrics: ['artifactSize'] }]);
    expect(fates(result).artifactSize).toBe('suspected cleared');
  });
});

describe('an accepted change', () => {
  const entry: AcceptedChange = {
    workload: 'hash',
    runner: 'process',
    variant: 'node',
    metric: 'coldStart',
    direction: 'slower',
    upToRatio: 1.3,
    reason: 'worth it',
    by: 'Ada',
    expires: '2026-11-26',
  };

  test('passes without being measured again, on its last day too', async () => {
    const { result, requests } = await inventGate({ ...slower, accepted: [entry] });
    expect(requests).toEqual([]);
    expect(result).toMatchObject({
      outcome: 'passed',
      accepted: { used: [entry], expired: [], exceeded: [], unused: [] },
    });
    expect(fates(result).coldStart).toBe('suspected accepted');
  });

  test('counts for nothing the day after, and that is told', async () => {
    const again = { hash: { new: SLOWER, set: QUIET } };
    const { result } = await inventGate({ ...slower, again, accepted: [entry], today: '2026-11-27' });
    expect(result).toMatchObject({ outcome: 'regression', accepted: { used: [], expired: [entry] } });
  });

  test('does not cover more than its ratio, the other direction or another row', async () => {
    const again = { hash: { new: SLOWER, set: QUIET } };
    for (const other of [
      { upToRatio: 1.1 },
      { direction: 'faster', upToRatio: 0.5 },
      { metric: 'rss' },
      { variant: 'bun' },
      { runner: 'wasm' },
      { workload: 'noop' },
    ] as const) {
      const change = { ...entry, ...other };
      const { result } = await inventGate({ ...slower, again, accepted: [change] });
      expect(result.outcome, JSON.stringify(other)).toBe('regression');
      if (change.upToRatio === 1.1) expect(result.accepted.exceeded).toEqual([change]);
    }
  });

  test('covers an open row only where a larger change is ruled out, and in its own direction', async () => {
    const wide = { ...entry, upToRatio: 3, metric: 'warmP50' as const };
    const open = (change: Partial<AcceptedChange>, rules: InventedGate['rules'] = {}) =>
      inventGate({ ...OPEN, again: null, rules, accepted: [{ ...wide, ...change }] });
    expect(fates((await open({})).result).warmP50).toBe('open accepted');
    expect(fates((await open({ upToRatio: 1.001 })).result).warmP50).toBe('open undecided');
    expect(fates((await open({ direction: 'faster', upToRatio: 0.1 })).result).warmP50).toBe(
      'open undecided',
    );
    const both = await open({}, { failOn: ['slower', 'faster'] });
    expect(fates(both.result).warmP50).toBe('open undecided');
  });

  test('of which nothing is left is told, unless its row was not judged here', async () => {
    const elsewhere = { ...entry, workload: 'noop' };
    const { result } = await inventGate({ ...unchanged, accepted: [entry, elsewhere] });
    expect(result.accepted.unused).toEqual([entry]);
  });

  test('is also what the second look finds to be within its ratio', async () => {
    const far = { ...QUIET, subjects: [{ coldMs: 70 }] };
    const again = { hash: { new: SLOWER, set: QUIET } };
    const { result } = await inventGate({ old: QUIET, new: far, again, accepted: [entry] });
    expect(result).toMatchObject({ outcome: 'passed', accepted: { used: [entry] } });
  });

  test('made of a confirmed row lets the very same change pass', async () => {
    const again = { hash: { new: SLOWER, set: QUIET } };
    const { result } = await inventGate({ ...slower, again });
    const acceptance = { reason: 'why', by: 'Ada', expires: '2027-01-01' };
    const accepted = acceptConfirmed(result, acceptance);
    expect(accepted).toMatchObject({ outcome: 'passed', pass: true });
    expect(accepted.accepted.added).toMatchObject([
      { metric: 'coldStart', direction: 'slower', ...acceptance },
    ]);
    const next = await inventGate({ ...slower, again, accepted: accepted.accepted.added });
    expect(next.result.outcome).toBe('passed');
  });

  test('adds nothing where nothing is confirmed', async () => {
    const { result } = await inventGate(unchanged);
    const accepted = acceptConfirmed(result, { reason: 'why', by: 'Ada', expires: '2027-01-01' });
    expect(accepted.accepted.added).toEqual([]);
  });
});
