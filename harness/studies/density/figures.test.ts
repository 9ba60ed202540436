import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CompletedDensity, densityFigures, footprints, memoryLine, systemMarginal } from './figures.ts';
import { Readings } from './readings.ts';
import { summarizeDensity } from './summary.ts';
import { densityProblems } from './validate.ts';

const MB = 1e6;

interface Invented {
  readonly own: number;
  readonly shared: number;
  /** What the packaging brings along an instance. */
  readonly along?: number;
  readonly counts?: number[];
  readonly round?: number;
}

/** Guests with so much of their own, and shared pages that one of them has alone while it is the only one. */
function climb({ own, shared, along = 0, counts = [1, 2, 4, 8], round = 0 }: Invented): CompletedDensity {
  return {
    kind: 'density',
    subject: 'w/process/node',
    round,
    status: 'completed',
    counts,
    source: 'test',
    rssBytes: counts.map((n) => n * (own + shared)),
    pssBytes: counts.map((n) => n * own + shared),
    ussBytes: counts.map((n) => (n === 1 ? own + shared : n * own)),
    availableBytes: counts.map((n) => 8000 * MB - n * (own + along)),
    startNs: Array.from({ length: counts.at(-1) ?? 0 }, (_, index) => (index + 1) * 1e6),
    endedBy: 'counts',
    endReason: null,
  };
}

describe('memoryLine()', () => {
  it('finds what each instance has of its own, and what all of them share', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 0, max: 1000 }), (own, shared) => {
        const line = memoryLine(climb({ own: own * MB, shared: shared * MB }));
        expect(line?.marginalBytes).toBeCloseTo(own * MB, 0);
        expect(line?.sharedBytes).toBeCloseTo(shared * MB, 0);
      }),
    );
  });

  // The harness maps the same Node binary: it has a part of the shared pages, and less of it the more guests there are.
  it('does not depend on who else maps the shared pages, as proportional sets do', () => {
    const alone = climb({ own: 11 * MB, shared: 42 * MB });
    const { counts } = alone;
    const beside = {
      ...alone,
      ussBytes: counts.map((n) => n * 11 * MB),
      pssBytes: counts.map((n) => n * 11 * MB + (42 * MB * n) / (n + 1)),
    };
    expect(footprints(beside)).toEqual(footprints(alone));
    const bytes = beside.pssBytes;
    const steepness = ((bytes[3] ?? 0) - (bytes[0] ?? 0)) / 7;
    expect(steepness).toBeGreaterThan(13 * MB);
    expect(memoryLine(beside)?.marginalBytes).toBeCloseTo(11 * MB, 0);
  });

  it('is none of a single count, or where the source tells no private pages', () => {
    expect(memoryLine(climb({ own: 1, shared: 1, counts: [1] }))).toBeNull();
    expect(memoryLine({ ...climb({ own: 1, shared: 1 }), ussBytes: null })).toBeNull();
  });
});

describe('systemMarginal()', () => {
  it('is what the machine lost an instance, with what came along', () => {
    expect(systemMarginal(climb({ own: 11 * MB, shared: 42 * MB, along: 20 * MB }))).toBeCloseTo(31 * MB, 0);
    expect(systemMarginal({ ...climb({ own: 1, shared: 1 }), availableBytes: null })).toBeNull();
  });
});

describe('summarizeDensity()', () => {
  const rounds = (along: number) =>
    [10, 11, 12].map((own, round) => climb({ own: own * MB, shared: 40 * MB, along, round }));

  it('has the mean slope with its interval over the rounds, and counts what fits', () => {
    const summary = summarizeDensity('w/process/node', rounds(0));
    expect(summary.marginalBytes?.value).toBeCloseTo(11 * MB, 0);
    // Student's t for 2 degrees of freedom is 4.3027; the slopes' standard deviation is 1 MB.
    expect(summary.marginalBytes?.interval?.high).toBeCloseTo((11 + 4.30265 / Math.sqrt(3)) * MB, -2);
    expect(summary.fits[0]).toEqual({ roomBytes: 2 ** 30, instances: Math.floor((2 ** 30 - 40e6) / 11e6) });
    expect(summary.fitsBy).toBe('own');
    expect(summary.memory.map(({ count, bytes }) => [count, Math.round(bytes / MB)])).toEqual([
      [1, 51],
      [2, 62],
      [4, 84],
      [8, 128],
    ]);
  });

  it('tells the starts that made up each number', () => {
    const { starts } = summarizeDensity('w/process/node', rounds(0));
    expect(starts.map(({ count, medianNs }) => [count, medianNs / 1e6])).toEqual([
      [1, 1],
      [2, 2],
      [4, 3.5],
      [8, 6.5],
    ]);
  });

  it('goes by what the machine lost where that is surely more', () => {
    const summary = summarizeDensity('w/process/node', rounds(30 * MB));
    expect(summary.fitsBy).toBe('system');
    expect(summary.fits[0]?.instances).toBe(Math.floor((2 ** 30 - 40e6) / 41e6));
  });

  it.each([
    [0, true],
    [30 * MB, true],
    // A loss that is less than the instances' own pages is not theirs.
    [-10 * MB, false],
  ])('tells whether the loss is theirs: %d bytes more than their own', (along, told) => {
    expect(summarizeDensity('w/process/node', rounds(along)).systemTold).toBe(told);
  });

  it('has no interval of one round, and no figure of rounds that failed', () => {
    const [only] = rounds(0);
    const one = summarizeDensity('w/process/node', only ? [only] : []);
    expect(one.marginalBytes).toMatchObject({ interval: null, n: 1 });
    expect(one.systemTold).toBe(false);
    const { endedBy, endReason, ...rest } = climb({ own: 1, shared: 1 });
    const failed = { ...rest, status: 'failed', code: 'GUEST_EXITED', reason: 'It exited.' } as const;
    expect(summarizeDensity('w/process/node', [failed])).toMatchObject({
      marginalBytes: null,
      fits: [],
      failed: 1,
      reason: 'It exited.',
    });
    expect([...densityFigures(failed)]).toEqual([]);
  });
});

describe('Readings', () => {
  it('sums what all tell, and has nothing of what one did not tell', () => {
    const reading = { source: 's', peakRssBytes: null, cpuNs: null, majorFaults: null, minorFaults: null };
    const readings = new Readings();
    readings.add([{ ...reading, rssBytes: 3, pssBytes: 2, ussBytes: 1 }], 100);
    readings.add(
      [
        { ...reading, rssBytes: 3, pssBytes: 2, ussBytes: 1 },
        { ...reading, rssBytes: 4, pssBytes: null, ussBytes: 2 },
      ],
      null,
    );
    expect(readings.columns).toEqual({
      counts: [1, 2],
      source: 's',
      rssBytes: [3, 7],
      pssBytes: null,
      ussBytes: [1, 3],
      availableBytes: null,
    });
  });
});

describe('densityProblems()', () => {
  const sound = climb({ own: 1 * MB, shared: 1 * MB });

  it('finds nothing in a sound line', () => {
    expect(densityProblems(sound)).toEqual([]);
  });

  it.each([
    [{ counts: [1, 4, 2, 8] }, 'counts'],
    [{ pssBytes: [1] }, 'pssBytes'],
    [{ startNs: [1] }, 'startNs'],
    [{ ussBytes: [9e9, 1, 1, 1] }, 'ussBytes[0]'],
  ])('names the field of what contradicts itself: %j', (change, field) => {
    expect(densityProblems({ ...sound, ...change }).map((problem) => problem.field)).toContain(field);
  });
});
