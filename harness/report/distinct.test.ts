import fc from 'fast-check';
import { expect, test } from 'vitest';
import { distinct } from './distinct.ts';

test.each([
  [
    ['a', 'b'],
    ['a', 'b'],
  ],
  [
    ['a', 'a', 'a'],
    ['a', 'a #2', 'a #3'],
  ],
  [
    ['a', 'a', 'a #2'],
    ['a', 'a #3', 'a #2'],
  ],
  [[], []],
])('%j become %j', (names, expected) => {
  expect(distinct(names)).toEqual(expected);
});

test('gives every entry a name of its own, and leaves alone what was unique', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('a', 'a #2', 'a #3', 'b', '')), (names) => {
      const result = distinct(names);
      expect(new Set(result).size).toBe(names.length);
      names.forEach((name, index) => {
        if (names.filter((other) => other === name).length === 1) expect(result[index]).toBe(name);
      });
    }),
  );
});
