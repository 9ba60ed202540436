import { describe, expect, it } from 'vitest';
import { wilson } from './wilson.ts';

describe('wilson()', () => {
  // R 4: prop.test(count, of, correct = FALSE)$conf.int
  it.each([
    [5, 100, 0.021543679154368, 0.111750469231919],
    [0, 100, 0, 0.0369934982069857],
    [100, 100, 0.963006501793014, 1],
    [1, 100, 0.00176743206414065, 0.0544861961787053],
    [63, 10_000, 0.00492756545832649, 0.00805159453287958],
  ])('of %i of %i is the score interval of R', (count, of, low, high) => {
    const share = wilson(count, of);
    expect(share.share).toBe(count / of);
    expect(share.low).toBeCloseTo(low, 12);
    expect(share.high).toBeCloseTo(high, 12);
  });

  it('of nothing says nothing', () => {
    expect(wilson(0, 0)).toEqual({ count: 0, of: 0, share: null, low: 0, high: 1 });
  });
});
