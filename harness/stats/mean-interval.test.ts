import { describe, expect, it } from 'vitest';
import { meanInterval } from './mean-interval.ts';

// Student's own example, R's data set `sleep`: hours that ten patients slept more with the one drug than the other.
const SLEEP = [1.2, 2.4, 1.3, 1.3, 0, 1, 1.8, 0.8, 4.6, 1.4];

describe('meanInterval()', () => {
  it("is that of R's t.test(sleep)", () => {
    const { estimate, interval } = meanInterval(SLEEP);
    expect(estimate).toBeCloseTo(1.58, 12);
    expect(interval?.low).toBeCloseTo(0.7001142, 6);
    expect(interval?.high).toBeCloseTo(2.4598858, 6);
    expect(interval?.method).toBe('student');
  });

  it('has no interval of one sample, and no estimate of none', () => {
    expect(meanInterval([3])).toMatchObject({ estimate: 3, interval: null });
    expect(meanInterval([])).toMatchObject({ estimate: null, interval: null });
  });

  it('is a point when nothing varies', () => {
    expect(meanInterval([2, 2, 2]).interval).toMatchObject({ low: 2, high: 2, method: 'constant' });
  });
});
