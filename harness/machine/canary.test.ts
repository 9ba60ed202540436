import { expect, test } from 'vitest';
import { canary, spin } from './canary.ts';

test('spin() is xorshift32: Marsaglia’s first numbers from 1', () => {
  expect([1, 2, 3].map((steps) => spin(steps) >>> 0)).toEqual([270369, 67634689, 2647435461]);
});

test('canary() does its work, in a time that is neither nothing nor seconds', () => {
  const ns = canary();
  expect(Number.isInteger(ns)).toBe(true);
  // 2.5 million dependent steps: more than 0.5 ms on anything that will be built for a while.
  expect(ns).toBeGreaterThan(500_000);
  expect(ns).toBeLessThan(2_000_000_000);
});
