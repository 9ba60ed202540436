/** A reproducible source of randomness. The same seed and the same calls give the same numbers on every machine. */
export type Random = {
  /** A number in [0, 1) with 53 random bits. */
  next(): number;
  /** An integer in [0, n) without modulo bias; 1 <= n <= 2^32. */
  int(n: number): number;
  /** A new array in random order (Fisher-Yates; Knuth, TAOCP vol. 2, section 3.4.2, algorithm P). */
  shuffle<T>(items: readonly T[]): T[];
  /**
   * An independent stream for one purpose. It depends on the seed and the label only, never on how much was
   * drawn before, so a new use of randomness does not change the numbers of an old one.
   */
  derive(label: string): Random;
};

const MASK_64 = (1n << 64n) - 1n;

/** A stream for an integer seed. @throws RangeError for a seed that is not a safe integer. */
export function createRandom(seed: number): Random {
  if (!Number.isSafeInteger(seed)) throw new RangeError(`seed is ${seed}: it must be a safe integer`);
  return randomOf(BigInt.asUintN(64, BigInt(seed)));
}

function randomOf(key: bigint): Random {
  const splitMix = createSplitMix64(key);
  const [low, high] = [splitMix(), splitMix()];
  const draw = createXoshiro128(
    Number(low & 0xffffffffn),
    Number(low >> 32n),
    Number(high & 0xffffffffn),
    Number(high >> 32n),
  );

  const int = (n: number): number => {
    if (!Number.isInteger(n) || n < 1 || n > 2 ** 32) throw new RangeError(`int(${n}): n must be in 1..2^32`);
    const limit = 2 ** 32 - (2 ** 32 % n);
    let value = draw();
    while (value >= limit) value = draw();
    return value % n;
  };
  return {
    int,
    next: () => ((draw() >>> 5) * 2 ** 26 + (draw() >>> 6)) / 2 ** 53,
    shuffle: (items) => shuffleWith(int, items),
    derive: (label) => randomOf(createSplitMix64(key ^ fnv1a64(label))()),
  };
}

function shuffleWith<T>(int: (n: number) => number, items: readonly T[]): T[] {
  const shuffled = [...items];
  for (let last = shuffled.length - 1; last > 0; last--) {
    const chosen = int(last + 1);
    [shuffled[last], shuffled[chosen]] = [shuffled[chosen] as T, shuffled[last] as T];
  }
  return shuffled;
}

/**
 * xoshiro128** 1.1: 32 bits a call, period 2^128 - 1.
 * Blackman & Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS 47(4), 2021, doi:10.1145/3460772.
 */
export function createXoshiro128(s0: number, s1: number, s2: number, s3: number): () => number {
  let [a, b, c, d] = [s0 | 0, s1 | 0, s2 | 0, s3 | 0];
  const rotate = (x: number, bits: number): number => (x << bits) | (x >>> (32 - bits));
  return () => {
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotate(d, 11);
    return result;
  };
}

/**
 * SplitMix64, the seeder that the authors of xoshiro recommend.
 * Steele, Lea & Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014, doi:10.1145/2660193.2660195.
 */
export function createSplitMix64(seed: bigint): () => bigint {
  let state = seed;
  return () => {
    state = (state + 0x9e3779b97f4a7c15n) & MASK_64;
    let z = ((state ^ (state >> 30n)) * 0xbf58476d1ce4e5b9n) & MASK_64;
    z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & MASK_64;
    return z ^ (z >> 31n);
  };
}

/** FNV-1a, 64 bits, of the UTF-8 bytes (Fowler, Noll & Vo; http://www.isthe.com/chongo/tech/comp/fnv/). */
export function fnv1a64(text: string): bigint {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text))
    hash = ((hash ^ BigInt(byte)) * 0x100000001b3n) & MASK_64;
  return hash;
}
