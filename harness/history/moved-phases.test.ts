import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normal } from '../selfcheck/testing.ts';
import { createRandom } from '../stats/index.ts';
import { findChanges } from './changes.ts';
import { movedPhases } from './moved-phases.ts';
import type { Series } from './series.ts';

const MACHINE = { id: 'm', name: 'm', facts: {} };
const NIGHTS = 20;

/** Nights of a cold start and of its phases, each with a level before and after the middle, in ms, and 1 % of noise. */
function nights(
  seed: number,
  levels: Readonly<Record<string, readonly [before: number, after: number]>>,
  machine = MACHINE,
): { cold: Series; phases: Series[] } {
  const random = createRandom(seed);
  const drawn = Object.entries(levels).map(([metric, [before, after]]) => {
    const values = Array.from(
      { length: 2 * NIGHTS },
      (_, night) => (night < NIGHTS ? before : after) * 1e6 * Math.exp(0.01 * normal(random)),
    );
    return { metric, values };
  });
  const seriesOf = (metric: string, values: readonly number[]): Series => ({
    id: metric,
    key: { workload: 'w', work: 'x', runner: 'process', variant: 'node', condition: 'cold', metric },
    unit: 'ns',
    machine,
    points: values.map((value, night) => ({
      run: String(night),
      startedAt: new Date(Date.UTC(2026, 0, 1 + night)).toISOString(),
      commit: null,
      value,
      interval: { low: value * 0.99, high: value * 1.01 },
      n: 30,
    })),
  });
  const sums = Array.from({ length: 2 * NIGHTS }, (_, night) =>
    drawn.reduce((sum, { values }) => sum + (values[night] ?? 0), 0),
  );
  return {
    cold: seriesOf('coldStart', sums),
    phases: drawn.map(({ metric, values }) => seriesOf(metric, values)),
  };
}

function moved(found: { cold: Series; phases: Series[] }) {
  const [change] = findChanges(found.cold);
  if (!change) throw new Error('no change was found');
  return movedPhases(found.cold, change, found.phases);
}

describe('movedPhases()', () => {
  test('names the phase in which a cold start got slower, by how much, and that it is nearly all of it', () => {
    const found = nights(7, {
      'phase.runtimeReady': [20, 20],
      'phase.workloadLoaded': [25, 29],
      'phase.firstResponse': [10, 10],
    });
    const [first, ...others] = moved(found);
    expect(others).toEqual([]);
    expect(first?.metric).toBe('phase.workloadLoaded');
    expect(first?.interval.low).toBeLessThan(4e6);
    expect(first?.interval.high).toBeGreaterThan(4e6);
    expect(first?.share).toBeCloseTo(1, 1);
  });

  test('the largest first, also one that moved the other way', () => {
    const found = nights(3, {
      'phase.runtimeReady': [20, 30],
      'phase.workloadLoaded': [25, 22],
      'phase.firstResponse': [10, 10],
    });
    expect(moved(found).map(({ metric, share }) => [metric, Math.sign(share)])).toEqual([
      ['phase.runtimeReady', 1],
      ['phase.workloadLoaded', -1],
    ]);
  });

  test('finds a phase wherever it is, and no other, whatever the noise', () =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 0, max: 2 }), (seed, place) => {
        const names = ['phase.runtimeReady', 'phase.workloadLoaded', 'phase.firstResponse'];
        const levels = Object.fromEntries(
          names.map((name, index) => [name, [20, index === place ? 24 : 20] as const]),
        );
        expect(moved(nights(seed, levels))[0]?.metric).toBe(names[place]);
      }),
      { numRuns: 40 },
    ));

  test('looks at no other machine, and says nothing where it has no phases', () => {
    const found = nights(7, { 'phase.workloadLoaded': [25, 29] });
    const other = nights(7, { 'phase.workloadLoaded': [25, 29] }, { ...MACHINE, id: 'other' });
    const [change] = findChanges(found.cold);
    if (!change) throw new Error('no change was found');
    expect(movedPhases(found.cold, change, other.phases)).toEqual([]);
    expect(movedPhases(found.cold, change, [])).toEqual([]);
  });
});
