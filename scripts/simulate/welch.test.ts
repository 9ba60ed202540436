import { describe, expect, it } from 'vitest';
import { A8, A60, B7, B60 } from '../../harness/stats/fixtures.ts';
import { mean, welch } from './welch.ts';

const tenths = (n: number, step: number): number[] =>
  Array.from({ length: n }, (_, i) => (((i + 1) * step) % 997) / 10);

describe('welch()', () => {
  // R 4: t.test(a, b); the samples' R code is in harness/stats/fixtures.ts.
  it.each([
    ['A8, B7', A8, B7, 2.8128414109762785, 11.718897350891151, 0.015984141782654785],
    ['A60, B60', A60, B60, -1.5964422847752591, 117.43301764519536, 0.11307768024225021],
    // a <- ((1:500)*37)%%997/10; b <- ((1:800)*53)%%997/10*1.2+3
    [
      '500 and 800',
      tenths(500, 37),
      tenths(800, 53).map((x) => x * 1.2 + 3),
      -7.4929867837452635,
      1197.234780072637,
      1.3039875526834825e-13,
    ],
    [
      'far apart',
      [1, 2, 3],
      [100, 101.5, 103],
      -95.596507821637019,
      3.4845360824742273,
      4.4005416702255204e-7,
    ],
  ])('is that of R: %s', (_name, a, b, t, df, p) => {
    const test = welch(a, b);
    expect(test?.t).toBeCloseTo(t, 10);
    expect(test?.df).toBeCloseTo(df, 8);
    expect((test?.p ?? 0) / p).toBeCloseTo(1, 8);
  });

  it('turns around when the sides do', () => {
    expect(welch(B7, A8)?.t).toBeCloseTo(-(welch(A8, B7)?.t ?? 0), 12);
    expect(welch(B7, A8)?.p).toBe(welch(A8, B7)?.p);
  });

  it('is certain of equal means, and null without any spread', () => {
    expect(welch([1, 2, 3], [1, 2, 3])).toMatchObject({ t: 0, p: 1 });
    expect(welch([5, 5], [5, 5])).toBeNull();
  });
});

it('mean()', () => expect(mean(Float64Array.of(1, 2, 6))).toBe(3));
