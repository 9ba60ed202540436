import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { equivalence } from './equivalence.ts';
import { A8, B7 } from './fixtures.ts';

describe('equivalence()', () => {
  it('compares the 90 % interval of the shift with the bounds', () => {
    // R: wilcox.test(a, b, conf.int = TRUE, exact = TRUE, conf.level = 0.9): 0.8 to 4.3
    const at = (delta: number) => equivalence(A8, B7, { delta, design: 'independent' });
    expect(at(4.4)).toMatchObject({ equivalent: true, interval: { level: 0.9 } });
    expect(at(4.2).equivalent).toBe(false);
    // R: the same with paired = TRUE of a[1:7]: 1.25 to 5.05
    const paired = (delta: number) => equivalence(A8.slice(0, 7), B7, { delta, design: 'paired' });
    expect(paired(5.1).equivalent).toBe(true);
    expect(paired(5).equivalent).toBe(false);
  });

  it('does not accept a shift that reaches the bound', () => {
    const [a, b] = [
      [5, 5, 5, 5, 5, 5],
      [3, 3, 3, 3, 3, 3],
    ];
    expect(equivalence(a, b, { delta: 2, design: 'paired' }).equivalent).toBe(false);
    expect(equivalence(b, a, { delta: 2, design: 'paired' }).equivalent).toBe(false);
    expect(equivalence(a, b, { delta: 2.001, design: 'paired' }).equivalent).toBe(true);
  });

  it('is null with a reason when there are too few samples', () => {
    const result = equivalence([1, 2], [1, 2], { delta: 9, design: 'paired' });
    expect(result).toEqual({
      equivalent: null,
      shift: 0,
      interval: null,
      reason: 'too few samples: no 90 % interval exists',
    });
  });

  it('does not depend on which subject is first, and a wider bound never hurts', () => {
    const group = fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 5, maxLength: 30 });
    fc.assert(
      fc.property(group, group, fc.integer({ min: 1, max: 20 }), (a, b, delta) => {
        const of = (x: number[], y: number[], bound: number) =>
          equivalence(x, y, { delta: bound, design: 'independent' }).equivalent;
        expect(of(b, a, delta)).toBe(of(a, b, delta));
        if (of(a, b, delta)) expect(of(a, b, delta + 1)).toBe(true);
      }),
    );
  });

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('refuses delta = %d', (delta) => {
    expect(() => equivalence([1], [1], { delta, design: 'paired' })).toThrow(RangeError);
  });

  it.each([0, 0.5, Number.NaN])('refuses alpha = %d', (alpha) => {
    expect(() => equivalence([1], [1], { delta: 1, alpha, design: 'paired' })).toThrow(RangeError);
  });
});
