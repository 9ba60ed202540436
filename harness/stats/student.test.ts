import { expect, test } from 'vitest';
import { studentQuantile, studentTwoSided } from './student.ts';

// SciPy 1.10: 2 * t.sf(t, df)
test.each([
  [2, 10, 0.0733880347707401],
  [1, 1, 0.5],
  [3, 2.5, 0.07257609554903183],
  [5, 200, 1.250198127771539e-6],
])('P(|T| > %d) with %d degrees of freedom is %d', (t, df, p) => {
  expect(studentTwoSided(t, df) / p).toBeCloseTo(1, 9);
});

// SciPy 1.10: t.ppf(0.975, df)
test.each([
  [1, 12.7062047361747],
  [5, 2.57058183563632],
  [30, 2.04227245630124],
])('the 95 %% quantile with %d degrees of freedom is %d', (df, t) => {
  expect(studentQuantile(0.05, df)).toBeCloseTo(t, 7);
});

test('the quantile is the inverse, and refuses what is no probability', () => {
  for (const p of [1, 0.5, 0.01, 1e-8]) expect(studentTwoSided(studentQuantile(p, 7), 7)).toBeCloseTo(p, 10);
  expect(() => studentQuantile(0, 5)).toThrow(RangeError);
});
