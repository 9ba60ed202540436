import { describe, expect, it } from 'vitest';
import { FAMILY_ALPHA } from '../compare/verdict.ts';
import { createRandom, type Random, wilcoxonSignedRank } from '../stats/index.ts';
import { chanceToFind, detectableChange, leastFound, POWER } from './detectable.ts';
import { normal } from './testing.ts';

const FAMILY = 4;

/** Noise of one trial, as a logarithm: even, and with every seventh trial disturbed. */
const NOISE: Readonly<Record<string, (random: Random) => number>> = {
  normal: (random) => 0.05 * normal(random),
  disturbed: (random) => 0.05 * normal(random) + (random.int(7) === 0 ? Math.abs(0.4 * normal(random)) : 0),
};

const pairs = (random: Random, noise: (random: Random) => number, count: number): Float64Array =>
  Float64Array.from({ length: count }, () => noise(random) - noise(random));

describe('detectableChange()', () => {
  // Named from three runs of a check, as the report does, and tried on runs that had no part in it. Few disturbed
  // trials among few: a change that is named from 90 of them is a little too small.
  it.each([
    ['normal', 30, 0.93],
    ['disturbed', 30, 0.88],
    ['disturbed', 100, 0.93],
  ])('is found 19 times in 20 (noise: %s, %i blocks)', (name, blocks, least) => {
    const noise = NOISE[name] ?? (() => Number.NaN);
    const random = createRandom(1).derive(`${name} ${blocks}`);
    const nothing = new Float64Array(blocks);
    let found = 0;
    let tried = 0;
    for (let check = 0; check < 12; check += 1) {
      const logRatios = Array.from(pairs(random, noise, 3 * blocks));
      const change = detectableChange(leastFound({ logRatios, blocks, familySize: FAMILY })) ?? Number.NaN;
      for (let run = 0; run < 100; run += 1, tried += 1) {
        const ratios = pairs(random, noise, blocks).map((log) => log + Math.log1p(change));
        found += Number((wilcoxonSignedRank(ratios, nothing).p ?? 1) < FAMILY_ALPHA / FAMILY);
      }
    }
    expect(found / tried).toBeGreaterThan(least);
    expect(found / tried).toBeLessThan(POWER + 0.03);
  });

  it('grows with the family and falls with the blocks', () => {
    const logRatios = Array.from(pairs(createRandom(2), NOISE.normal ?? normal, 200));
    const change = (blocks: number, familySize: number): number =>
      detectableChange(leastFound({ logRatios, blocks, familySize })) ?? Number.NaN;
    expect(change(50, 5)).toBeGreaterThan(change(50, 1));
    expect(change(200, 5) / change(50, 5)).toBeGreaterThan(0.4);
    expect(change(200, 5) / change(50, 5)).toBeLessThan(0.55);
  });

  it('is null where the corrected test needs more blocks, and without samples', () => {
    const logRatios = [0.01, -0.02, 0.03];
    expect(detectableChange(leastFound({ logRatios, blocks: 8, familySize: 4 }))).toBeNull();
    expect(detectableChange(leastFound({ logRatios, blocks: 10, familySize: 4 }))).not.toBeNull();
    expect(detectableChange(leastFound({ logRatios: [], blocks: 100, familySize: 4 }))).toBeNull();
  });

  it('is 0 without any spread', () => {
    expect(detectableChange(leastFound({ logRatios: [0, 0], blocks: 20, familySize: 4 }))).toBe(0);
  });
});

describe('chanceToFind()', () => {
  it('is the power at the detectable change, and next to nothing without a change', () => {
    const logRatios = Array.from(pairs(createRandom(3), NOISE.normal ?? normal, 200));
    const least = leastFound({ logRatios, blocks: 60, familySize: FAMILY });
    expect(chanceToFind(detectableChange(least) ?? Number.NaN, least)).toBeCloseTo(POWER, 2);
    expect(chanceToFind(0, least)).toBeLessThan(0.006);
    expect(chanceToFind(0.01, new Float64Array(0))).toBeNull();
  });
});
