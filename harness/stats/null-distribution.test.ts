import { describe, expect, it } from 'vitest';
import { exactP, mannWhitneyNull, normalP, signedRankNull } from './null-distribution.ts';

const cumulative = (distribution: Float64Array, through: number): number =>
  distribution.slice(0, through + 1).reduce((sum, p) => sum + p, 0);

describe('mannWhitneyNull()', () => {
  it('is dwilcox(0:6, 3, 2) of R', () => {
    const expected = [0.1, 0.1, 0.2, 0.2, 0.2, 0.1, 0.1];
    expect([...mannWhitneyNull(3, 2)].map((p) => Math.round(p * 1e12) / 1e12)).toEqual(expected);
  });

  it.each([
    // R: pwilcox(u, n, m)
    [0, 8, 7, 0.0001554001554001554],
    [5, 8, 7, 0.0029526029526029526],
    [20, 8, 7, 0.19844599844599847],
    [40, 8, 7, 0.92400932400932401],
    [800, 49, 49, 0.002082643750355976],
    [1000, 49, 49, 0.077968162023427587],
    [1200, 49, 49, 0.49999999999999767],
  ])('P(U <= %d) for %d and %d samples', (u, n, m, expected) => {
    expect(Math.abs(cumulative(mannWhitneyNull(n, m), u) / expected - 1)).toBeLessThan(1e-11);
    expect(Math.abs(cumulative(mannWhitneyNull(m, n), u) / expected - 1)).toBeLessThan(1e-11);
  });
});

describe('signedRankNull()', () => {
  it.each([
    // R: psignrank(v, 8)
    [0, 0.00390625],
    [3, 0.01953125],
    [14, 0.3203125],
    [20, 0.62890625],
  ])('P(V <= %d) for 8 differences', (v, expected) => {
    expect(cumulative(signedRankNull(8), v)).toBeCloseTo(expected, 14);
  });
});

describe('exactP() and normalP()', () => {
  it('double the smaller tail and stay within [0, 1]', () => {
    const distribution = signedRankNull(5);
    expect(exactP(0, distribution)).toBeCloseTo(2 / 32, 14);
    expect(exactP(15, distribution)).toBeCloseTo(2 / 32, 14);
    expect(exactP(7, distribution)).toBe(1);
    expect(normalP(10, 10, 4)).toBe(1);
    expect(normalP(10, 5, 0)).toBe(1);
    expect(normalP(1e9, 0, 1)).toBe(0);
  });
});
