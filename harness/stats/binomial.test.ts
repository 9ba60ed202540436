import { describe, expect, it } from 'vitest';
import { binomial, minimumSamples, quantileRanks } from './binomial.ts';

describe('binomial()', () => {
  it.each([
    // R: dbinom(k, n, q)
    [0, 6, 0.5, 0.015625],
    [3, 6, 0.5, 0.3125],
    [980, 1000, 0.99, 0.0017918782400182368],
    [1000, 1000, 0.99, 0.00004317124741065789],
    [499_000, 1_000_000, 0.5, 0.00010798197801891509],
    [500_000, 1_000_000, 0.5, 0.0007978843613317499],
  ])('P(B = %d) for n = %d, q = %d', (k, n, q, expected) => {
    const { first, probabilities } = binomial(n, q);
    expect(Math.abs((probabilities[k - first] ?? 0) / expected - 1)).toBeLessThan(1e-9);
  });

  it('of nothing is certain', () =>
    expect(binomial(0, 0.5)).toEqual({ first: 0, probabilities: Float64Array.of(1) }));
});

describe('quantileRanks()', () => {
  it.each([
    // R: qbinom(0.025, n, 0.5) and n + 1 - qbinom(0.025, n, 0.5)
    [6, 0.5, 1, 6],
    [7, 0.5, 1, 7],
    [10, 0.5, 2, 9],
    [20, 0.5, 6, 15],
    [50, 0.5, 18, 33],
    [100, 0.5, 40, 61],
    [1000, 0.5, 469, 532],
    [100_000, 0.5, 49_690, 50_311],
    [1_000_000, 0.5, 499_020, 500_981],
    // R: qbinom(0.025, n, q) and qbinom(0.975, n, q) + 1
    [72, 0.95, 64, 72],
    [368, 0.99, 360, 368],
    [1000, 0.9, 881, 919],
    [1000, 0.99, 983, 997],
  ])('for n = %d, q = %d are %d and %d at the level 0.95', (n, q, low, high) => {
    expect(quantileRanks(n, q, 0.95)).toEqual({ low, high });
  });

  it.each([
    [0.5, 0.95, 6],
    [0.5, 0.96875, 6],
    [0.5, 0.9, 5],
    [0.95, 0.95, 72],
    [0.99, 0.95, 368],
    [0.01, 0.95, 368],
  ])('for q = %d at level %d exist from n = %d on', (q, level, n) => {
    expect(minimumSamples(q, level)).toBe(n);
    expect(quantileRanks(n - 1, q, level)).toBeNull();
    expect(quantileRanks(n, q, level)).not.toBeNull();
  });
});
