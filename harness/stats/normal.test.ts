import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalCdf, normalQuantile, normalTail } from './normal.ts';

describe('normalTail()', () => {
  it.each([
    // R: pnorm(z, lower.tail = FALSE)
    [0, 0.5],
    [0.5, 3.0853753872598694e-1],
    [1, 1.5865525393145705e-1],
    [1.96, 2.4997895148220428e-2],
    [2, 2.2750131948179212e-2],
    [2.5, 6.2096653257761349e-3],
    [4, 3.1671241833119924e-5],
    [8, 6.2209605742717849e-16],
    [20, 2.7536241186062337e-89],
    [37, 5.7255712225245771e-300],
  ])('P(Z > %d) = %d', (z, p) => {
    expect(Math.abs(normalTail(z) / p - 1)).toBeLessThan(1e-12);
    expect(normalCdf(z)).toBeCloseTo(1 - p, 14);
    expect(normalTail(-z)).toBeCloseTo(1 - p, 14);
  });

  it('never rises with z and stays within [0, 1]', () => {
    const z = fc.double({ min: -50, max: 50, noNaN: true });
    fc.assert(
      fc.property(z, z, (a, b) => {
        const [low, high] = [normalTail(Math.max(a, b)), normalTail(Math.min(a, b))];
        return low >= 0 && low <= high + 1e-15 && high <= 1;
      }),
    );
  });
});

describe('normalQuantile()', () => {
  it.each([
    // R: qnorm(p)
    [1e-10, -6.3613409024040557],
    [0.001, -3.0902323061678132],
    [0.025, -1.9599639845400538],
    [0.05, -1.6448536269514726],
    [0.3, -0.52440051270804067],
    [0.5, 0],
    [0.8, 0.84162123357291441],
    [0.975, 1.9599639845400536],
    [0.9999, 3.7190164854557084],
  ])('z(%d) = %d', (p, z) => {
    expect(normalQuantile(p)).toBeCloseTo(z, 12);
  });

  it('inverts normalCdf', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-15, max: 0.5, noNaN: true }), (p) => {
        expect(Math.abs(normalCdf(normalQuantile(p)) / p - 1)).toBeLessThan(1e-9);
      }),
    );
  });

  it.each([0, 1, -0.1, 1.1, Number.NaN])('refuses p = %d', (p) => {
    expect(() => normalQuantile(p)).toThrow(RangeError);
  });
});
