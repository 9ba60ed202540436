import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareAll } from './dominance.ts';
import { sort } from './samples.ts';

const few = fc.array(fc.integer({ min: 0, max: 12 }), { maxLength: 40 });

it('compareAll() counts what comparing every pair counts', () => {
  fc.assert(
    fc.property(few, few, (a, b) => {
      const pairs = a.flatMap((x) => b.map((y) => Math.sign(x - y)));
      const groups = new Map<number, number>();
      for (const x of [...a, ...b]) groups.set(x, (groups.get(x) ?? 0) + 1);
      expect(compareAll(sort(a), sort(b))).toEqual({
        greater: pairs.filter((sign) => sign > 0).length,
        equal: pairs.filter((sign) => sign === 0).length,
        less: pairs.filter((sign) => sign < 0).length,
        tieTerm: [...groups.values()].reduce((sum, t) => sum + t ** 3 - t, 0),
      });
    }),
  );
});
