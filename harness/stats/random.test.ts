import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom, createSplitMix64, createXoshiro128, fnv1a64 } from './random.ts';

const take = <T>(count: number, next: () => T): T[] => Array.from({ length: count }, next);

describe('the generators', () => {
  it('SplitMix64 gives the numbers of the reference C code for the seed 1234567', () => {
    // https://prng.di.unimi.it/splitmix64.c, compiled with gcc; also listed at Rosetta Code "Pseudo-random numbers/Splitmix64"
    expect(take(3, createSplitMix64(1234567n))).toEqual([
      6457827717110365317n,
      3203168211198807973n,
      9817491932198370423n,
    ]);
  });

  it('xoshiro128** gives the numbers of the reference C code for the state 1, 2, 3, 4', () => {
    // https://prng.di.unimi.it/xoshiro128starstar.c, compiled with gcc
    expect(take(6, createXoshiro128(1, 2, 3, 4))).toEqual([
      11520, 0, 5927040, 70819200, 2031721883, 1637235492,
    ]);
  });

  it('FNV-1a gives its published test vectors', () => {
    expect(fnv1a64('')).toBe(0xcbf29ce484222325n);
    expect(fnv1a64('a')).toBe(0xaf63dc4c8601ec8cn);
    expect(fnv1a64('foobar')).toBe(0x85944171f73967e8n);
  });

  it('createRandom(42) is xoshiro128** over the first two outputs of SplitMix64', () => {
    // reference C code: s[0..3] = the low and high halves of splitmix64 with x = 42; first outputs 1776835114, 4165204688
    const random = createRandom(42);
    expect([random.int(2 ** 32), random.int(2 ** 32), random.int(2 ** 32)]).toEqual([
      1776835114, 4165204688, 17111135,
    ]);
    expect(createRandom(42).next()).toBe(((1776835114 >>> 5) * 2 ** 26 + (4165204688 >>> 6)) / 2 ** 53);
  });
});

describe('createRandom()', () => {
  it('repeats itself for a seed and differs between seeds', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer(), (a, b) => {
        const [first, second] = [take(4, createRandom(a).next), take(4, createRandom(b).next)];
        return (a === b) === (first.join() === second.join());
      }),
    );
  });

  it('next() is uniform on [0, 1)', () => {
    const values = take(200_000, createRandom(7).next);
    expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
    // mean 1/2 with standard error 0.00065, mean of squares 1/3 with standard error 0.00067
    expect(Math.abs(values.reduce((sum, value) => sum + value, 0) / values.length - 1 / 2)).toBeLessThan(
      0.0026,
    );
    expect(Math.abs(values.reduce((sum, value) => sum + value ** 2, 0) / values.length - 1 / 3)).toBeLessThan(
      0.0027,
    );
  });

  it('int(n) reaches every value equally often', () => {
    const random = createRandom(8);
    const values = take(70_000, () => random.int(7));
    for (const face of [0, 1, 2, 3, 4, 5, 6]) {
      // 10,000 expected, standard deviation 93
      expect(Math.abs(values.filter((value) => value === face).length - 10_000)).toBeLessThan(370);
    }
  });

  it.each([0, -1, 1.5, 2 ** 32 + 1, Number.NaN])('int(%d) is refused', (n) => {
    expect(() => createRandom(1).int(n)).toThrow(RangeError);
  });

  it.each([Number.NaN, 1.5, 2 ** 53])('the seed %d is refused', (seed) => {
    expect(() => createRandom(seed)).toThrow(RangeError);
  });

  it('shuffle() gives a new array with the same items', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer(), (items, seed) => {
        const before = [...items];
        const shuffled = createRandom(seed).shuffle(items);
        expect(items).toEqual(before);
        expect(shuffled).not.toBe(items);
        expect(shuffled.toSorted()).toEqual(before.toSorted());
      }),
    );
  });

  it('shuffle() gives each order of three items equally often', () => {
    const random = createRandom(9);
    const orders = take(60_000, () => random.shuffle(['a', 'b', 'c']).join(''));
    for (const order of ['abc', 'acb', 'bac', 'bca', 'cab', 'cba']) {
      // 10,000 expected, standard deviation 91
      expect(Math.abs(orders.filter((seen) => seen === order).length - 10_000)).toBeLessThan(365);
    }
  });

  it('derive() depends on the seed and the label path only', () => {
    const fresh = createRandom(5);
    const used = createRandom(5);
    take(100, used.next);
    expect(take(4, used.derive('order').next)).toEqual(take(4, fresh.derive('order').next));
    expect(take(4, fresh.derive('order').next)).not.toEqual(take(4, fresh.derive('bootstrap').next));
    expect(take(4, fresh.derive('a').derive('b').next)).not.toEqual(
      take(4, fresh.derive('b').derive('a').next),
    );
    expect(take(4, fresh.derive('order').next)).not.toEqual(take(4, createRandom(6).derive('order').next));
  });
});
