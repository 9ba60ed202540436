import { describe, expect, it } from 'vitest';
import { burstFigures, type CompletedFromZero, fromZeroFigures, waitsOf } from './figures.ts';
import { arrivals } from './from-zero.ts';
import { DEFAULT_BURST, doublings } from './plan.ts';
import { summarizeBursts } from './summary.ts';
import { burstProblems } from './validate.ts';

const ms = 1e6;
const place = { subject: 'w/process/node', round: 0 } as const;

/** Ready after 120 ms; a call takes 10 ms; a request every 50 ms. */
const zero: CompletedFromZero = {
  kind: 'fromZero',
  ...place,
  status: 'completed',
  readyNs: 120 * ms,
  arrivalNs: [0, 50 * ms, 100 * ms, 150 * ms, 200 * ms],
  sentNs: [120 * ms, 130 * ms, 140 * ms, 150 * ms, 201 * ms],
  latencyNs: [130 * ms, 90 * ms, 50 * ms, 10 * ms, 11 * ms],
};

const burst = (count: number, firstResponseMs: (number | null)[], round = 0) => {
  const firstResponseNs = firstResponseMs.map((at) => (at === null ? null : at * ms));
  const times = {
    launchNs: firstResponseNs.map(() => 0),
    readyNs: firstResponseNs,
    firstResponseNs,
    harnessBusyNs: 5 * ms,
  };
  const head = { kind: 'burst', subject: place.subject, round, count } as const;
  return firstResponseNs.includes(null)
    ? ({ ...head, status: 'failed', ...times, code: 'GUEST_EXITED', reason: 'It exited.' } as const)
    : ({ ...head, status: 'completed', ...times } as const);
};

describe('waitsOf()', () => {
  it('counts who came before the instance was ready or free, and how long each stood in the queue', () => {
    expect(waitsOf(zero)).toEqual([120 * ms, 80 * ms, 40 * ms]);
  });

  it('does not count a request that a timer passed on late', () => {
    expect(waitsOf({ ...zero, arrivalNs: [200 * ms], sentNs: [202 * ms], latencyNs: [12 * ms] })).toEqual([]);
  });
});

describe('arrivals()', () => {
  it('come at a constant rate from the launch on', () => {
    expect(arrivals({ ...DEFAULT_BURST, requests: 3, requestsPerSecond: 20 })).toEqual([
      0,
      50 * ms,
      100 * ms,
    ]);
  });
});

describe('doublings()', () => {
  it.each([
    [1, [1]],
    [4, [1, 2, 4]],
    [6, [1, 2, 4, 6]],
  ])('up to %d', (most, counts) => expect(doublings(most)).toEqual(counts));
});

describe('figures for comparisons', () => {
  it('are of the sizes that every run measures, and of completed bursts', () => {
    expect([...burstFigures(burst(4, [10, 20, 30, 40]))]).toEqual([['burst.all4', 40 * ms]]);
    expect([...burstFigures(burst(2, [10, 20]))]).toEqual([]);
    expect([...burstFigures(burst(4, [10, 20, 30, null]))]).toEqual([]);
    expect([...fromZeroFigures(zero)]).toEqual([['burst.zeroWait', 120 * ms]]);
  });
});

describe('summarizeBursts()', () => {
  it('takes medians over the rounds, and counts instances that failed', () => {
    const summary = summarizeBursts(place.subject, [
      burst(1, [10], 0),
      burst(1, [12], 1),
      burst(1, [11], 2),
      burst(2, [10, 22], 0),
      burst(2, [20, 24], 1),
      burst(2, [20, null], 2),
      zero,
    ]);
    const [one, two] = summary.bursts;
    expect(one).toMatchObject({
      count: 1,
      allAnsweredNs: { value: 11 * ms, low: 10 * ms, high: 12 * ms, rounds: 3 },
    });
    expect(two).toMatchObject({
      failed: 1,
      reason: 'It exited.',
      medianNs: { value: 19 * ms },
      harnessShare: (5 / 22 + 5 / 24) / 2,
    });
    expect(two?.timesOne).toBeCloseTo(23 / 11, 12);
    expect(summary.fromZero).toMatchObject({
      requests: 5,
      requestsPerSecond: 20,
      waited: { value: 3 },
      waitMedianNs: { value: 80 * ms },
      waitLongestNs: { value: 120 * ms },
      caughtUpNs: { value: 150 * ms },
    });
  });

  it('has no figures of a subject that was never answered, and the reason', () => {
    const summary = summarizeBursts(place.subject, [
      burst(2, [null, null]),
      { kind: 'fromZero', ...place, status: 'failed', code: 'X', reason: 'Why.' },
    ]);
    expect(summary.bursts).toMatchObject([{ allAnsweredNs: null, timesOne: null, failed: 2 }]);
    expect(summary).toMatchObject({ fromZero: null, fromZeroReason: 'Why.' });
  });
});

describe('burstProblems()', () => {
  it('finds nothing in sound lines', () => {
    expect([burst(2, [1, 2]), burst(2, [1, null]), zero].flatMap(burstProblems)).toEqual([]);
  });

  it.each([
    [burst(3, [1, 2]), 'launchNs'],
    [{ ...burst(2, [1, null]), status: 'completed' } as ReturnType<typeof burst>, 'readyNs'],
    [{ ...burst(1, [5]), readyNs: [6 * ms] } as ReturnType<typeof burst>, 'firstResponseNs[0]'],
    [{ ...zero, sentNs: [1] }, 'sentNs'],
    [{ ...zero, sentNs: [1, ...zero.sentNs.slice(1)] }, 'sentNs[0]'],
    [{ ...zero, latencyNs: [1, ...zero.latencyNs.slice(1)] }, 'latencyNs[0]'],
  ])('names the field of what contradicts itself: %#', (record, field) => {
    expect(burstProblems(record).map((problem) => problem.field)).toContain(field);
  });
});
