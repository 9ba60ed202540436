import fc from 'fast-check';
import { expect, test } from 'vitest';
import { distinct } from './subject-names.ts';

test('equal names get a number, and never that of another name', () => {
  expect(distinct(['a', 'b', 'a', 'a'])).toEqual(['a', 'b', 'a #2', 'a #3']);
  expect(distinct(['a', 'a #2', 'a'])).toEqual(['a', 'a #2', 'a #3']);
});

test('names become distinct, and the first of its kind stays as it is', () => {
  const few = fc.constantFrom('a', 'a #2', 'a #3', 'b', '', '__proto__');
  fc.assert(
    fc.property(fc.array(few), (names) => {
      const unique = distinct(names);
      expect(new Set(unique).size).toBe(names.length);
      unique.forEach((name, index) => {
        const given = names[index] ?? '?';
        expect(name.startsWith(given)).toBe(true);
        if (!unique.slice(0, index).includes(given)) expect(name).toBe(given);
      });
    }),
  );
});
