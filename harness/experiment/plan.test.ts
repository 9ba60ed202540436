import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blockOrder } from './plan.ts';

const subjects = ['a', 'b', 'c', 'd'].map((subject) => ({
  subject,
  workload: 'w',
  runner: 'process' as const,
  variant: 'node',
}));
const order = (seed: number, block: number): string =>
  blockOrder(subjects, seed, block)
    .map(({ subject }) => subject)
    .join('');

// Trap 4: all of one subject and then all of the next would measure the drift of the machine.
describe('blockOrder()', () => {
  it('has every subject once in each block, whatever seed and block', () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.nat(10_000),
        (seed, block) => [...order(seed, block)].sort().join('') === 'abcd',
      ),
    );
  });

  it('is the same for the same seed and block, and needs no other block', () => {
    expect(order(7, 3)).toBe(order(7, 3));
  });

  it('is another one for most blocks and seeds', () => {
    const orders = new Set(Array.from({ length: 200 }, (_, block) => order(1, block)));
    expect(orders.size).toBe(24);
  });

  it('puts every subject first about equally often', () => {
    const firsts = Array.from({ length: 4000 }, (_, block) => order(5, block)[0]);
    for (const { subject } of subjects) {
      const share = firsts.filter((first) => first === subject).length / firsts.length;
      // Four standard errors of a share of a quarter in 4000 draws.
      expect(Math.abs(share - 0.25)).toBeLessThan(4 * Math.sqrt((0.25 * 0.75) / 4000));
    }
  });
});
