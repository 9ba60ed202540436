import type { Bytes } from '../../model/units.ts';

export const MIB = 2 ** 20;

/** Engines refuse less than 6 MB. */
export const LEAST: Bytes = 8 * MIB;
const FIRST: Bytes = 64 * MIB;

/** As fine as a search gets: a mebibyte, and two hundredths of what it has found. */
const isClose = (low: Bytes, high: Bytes): boolean => high - low <= Math.max(MIB, high * 0.02);

export interface Floor {
  readonly floorBytes: Bytes | null;
  readonly tooSmallBytes: Bytes | null;
}

/**
 * The smallest memory, a whole number of mebibytes, that is enough: doubling until one is, then halving the gap. `most`
 * bounds the doubling. `isEnough` is taken to be monotonic; near the bound a guest may start once and not again, which
 * the spread of several searches shows.
 */
export async function searchFloor(
  isEnough: (memoryBytes: Bytes) => Promise<boolean>,
  most: Bytes,
): Promise<Floor> {
  let high = FIRST;
  while (!(await isEnough(high))) {
    if (high * 2 > most) return { floorBytes: null, tooSmallBytes: high };
    high *= 2;
  }
  let low = high / 2;
  if (high === FIRST) {
    if (await isEnough(LEAST)) return { floorBytes: LEAST, tooSmallBytes: null };
    low = LEAST;
  }
  while (!isClose(low, high)) {
    const middle: Bytes = Math.round((low + high) / 2 / MIB) * MIB;
    if (await isEnough(middle)) high = middle;
    else low = middle;
  }
  return { floorBytes: high, tooSmallBytes: low };
}
