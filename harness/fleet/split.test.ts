import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_PLAN } from '../experiment/plan.ts';
import { type PlanMode, partsOf } from './split.ts';

const names = (count: number): string[] => Array.from({ length: count }, (_, index) => `${index + 1}`);
const withBlocks = (blocks: number | null) => ({ ...DEFAULT_PLAN, blocks });
const seed = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const sizes = fc
  .integer({ min: 1, max: 300 })
  .chain((parts) => fc.tuple(fc.constant(parts), fc.integer({ min: parts, max: 100_000 })));

describe('partsOf() of a split', () => {
  it('shares all blocks, as equally as whole numbers can', () => {
    fc.assert(
      fc.property(sizes, seed, ([parts, blocks], planSeed) => {
        const shares = partsOf('split', withBlocks(blocks), planSeed, names(parts)).map(
          ({ plan }) => plan.blocks ?? 0,
        );
        expect(shares.reduce((sum, share) => sum + share, 0)).toBe(blocks);
        expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('gives every part a seed of its own, which bench would take', () => {
    fc.assert(
      fc.property(sizes, seed, ([parts, blocks], planSeed) => {
        const seeds = partsOf('split', withBlocks(blocks), planSeed, names(parts)).map((part) => part.seed);
        expect(new Set(seeds).size).toBe(parts);
        expect(seeds.every((one) => Number.isInteger(one) && one >= 0 && one < 2 ** 32)).toBe(true);
      }),
    );
  });

  it('is the same whenever it is made, and its first parts have the same seeds however many follow', () => {
    fc.assert(
      fc.property(seed, fc.integer({ min: 1, max: 50 }), (planSeed, parts) => {
        const made = partsOf('split', withBlocks(null), planSeed, names(parts));
        expect(partsOf('split', withBlocks(null), planSeed, names(parts))).toEqual(made);
        const more = partsOf('split', withBlocks(null), planSeed, names(parts + 7));
        expect(more.slice(0, parts).map((part) => part.seed)).toEqual(made.map((part) => part.seed));
      }),
    );
  });

  it('asks each of four parts for half of the precision, which together is what was asked', () => {
    const parts = partsOf('split', { ...withBlocks(null), precision: 0.02 }, 1, names(4));
    expect(parts.map(({ plan }) => plan.precision)).toEqual([0.04, 0.04, 0.04, 0.04]);
    expect(parts.every(({ plan }) => plan.blocks === null && plan.budgetNs === DEFAULT_PLAN.budgetNs)).toBe(
      true,
    );
  });

  it('refuses more parts than blocks', () => {
    expect(() => partsOf('split', withBlocks(2), 1, names(3))).toThrow(
      expect.objectContaining({ code: 'FEW_BLOCKS', message: '2 blocks cannot be shared among 3 parts.' }),
    );
  });
});

describe('partsOf() of replicates', () => {
  it('gives every part the whole plan and its seed', () => {
    const mode: PlanMode = 'replicate';
    expect(partsOf(mode, withBlocks(5), 9, ['a', 'b'])).toEqual([
      { part: 'a', seed: 9, plan: withBlocks(5) },
      { part: 'b', seed: 9, plan: withBlocks(5) },
    ]);
  });
});
