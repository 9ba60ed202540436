import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LEAST, MIB, searchFloor } from './search.ts';

const MOST = 4096 * MIB;

/** What a guest that needs so much answers, and what it was asked. */
async function search(neededBytes: number, most = MOST) {
  const tried: number[] = [];
  const floor = await searchFloor(async (bytes) => {
    tried.push(bytes);
    return bytes >= neededBytes;
  }, most);
  return { ...floor, tried };
}

describe('searchFloor()', () => {
  it('finds the smallest whole number of mebibytes, or one within two hundredths of it', () =>
    fc.assert(
      fc.asyncProperty(fc.integer({ min: LEAST + 1, max: 2048 * MIB }), async (needed) => {
        const { floorBytes, tooSmallBytes, tried } = await search(needed);
        if (floorBytes === null || tooSmallBytes === null) throw new Error('found nothing');
        expect(tooSmallBytes).toBeLessThan(needed);
        expect(floorBytes).toBeGreaterThanOrEqual(needed);
        expect(floorBytes - tooSmallBytes).toBeLessThanOrEqual(Math.max(MIB, floorBytes * 0.02));
        expect(tried).toContain(floorBytes);
        expect(tried.every((bytes) => bytes % MIB === 0)).toBe(true);
        expect(tried.length).toBeLessThanOrEqual(14);
      }),
    ));

  it('has no lower bound for what starts under the least that is tried', async () => {
    expect(await search(1)).toMatchObject({ floorBytes: LEAST, tooSmallBytes: null });
  });

  it('gives up where the machine ends', async () => {
    expect(await search(1024 * MIB, 200 * MIB)).toEqual({
      floorBytes: null,
      tooSmallBytes: 128 * MIB,
      tried: [64 * MIB, 128 * MIB],
    });
  });
});
