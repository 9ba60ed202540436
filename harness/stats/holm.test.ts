import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holmAdjust } from './holm.ts';

const probabilities = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 30 });

describe('holmAdjust()', () => {
  it.each([
    // R: p.adjust(p, 'holm')
    [
      [0.01, 0.04, 0.03, 0.005, 0.5],
      [0.04, 0.09, 0.09, 0.025, 0.5],
    ],
    [
      [0.2, 0.01, 0.01, 0.9, 0.6, 0.0004],
      [0.6, 0.05, 0.05, 1, 1, 0.0024],
    ],
    [[0.3], [0.3]],
    [[], []],
  ])('of %j is %j', (pValues, expected) => {
    const adjusted = holmAdjust(pValues);
    expect(adjusted).toHaveLength(expected.length);
    for (const [i, p] of adjusted.entries()) expect(p).toBeCloseTo(expected[i] ?? Number.NaN, 12);
  });

  it('never lowers a p-value, never exceeds Bonferroni and keeps the order', () => {
    fc.assert(
      fc.property(probabilities, (pValues) => {
        const adjusted = holmAdjust(pValues);
        for (const [i, p] of pValues.entries()) {
          const own = adjusted[i] ?? Number.NaN;
          expect(own).toBeGreaterThanOrEqual(p);
          expect(own).toBeLessThanOrEqual(Math.min(1, p * pValues.length));
          for (const [j, q] of pValues.entries())
            if (p <= q) expect(own).toBeLessThanOrEqual(adjusted[j] ?? Number.NaN);
        }
      }),
    );
  });

  it.each([-0.1, 1.1, Number.NaN])('refuses the p-value %d by name', (p) => {
    expect(() => holmAdjust([0.5, p])).toThrow('pValues[1]');
  });
});
