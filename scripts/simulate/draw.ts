import type { Random } from '../../harness/stats/index.ts';
import type { Pool } from './pool.ts';

/**
 * How the two sides of a comparison came about, when nothing differs between them:
 * - `paired`: one run, both in every block. Blocks are drawn with replacement, and which of the two names is old is
 *   drawn for each, so that nothing can differ, whatever the machine did.
 * - `independent`: two runs under the same conditions. Trials are drawn with replacement from all of one pool.
 * - `apart`: two runs at different times: two stretches of the record that do not overlap, in the order in which they
 *   ran, so that what the machine did meanwhile is in them, as it is in the figures of last week and of today.
 */
export const DESIGNS = ['paired', 'independent', 'apart'] as const;
export type SimulatedDesign = (typeof DESIGNS)[number];

/** The sides of one row of a family. */
export interface DrawnRow {
  readonly old: Float64Array;
  readonly new: Float64Array;
}

/** Which designs this pool allows with so many blocks a side. */
export function designsOf({ rows, blocks }: Pool, wanted: number): SimulatedDesign[] {
  const hasTwins = rows.every(({ second }) => second !== null);
  return [
    ...(hasTwins ? ['paired' as const] : []),
    'independent',
    ...(blocks >= 2 * wanted ? ['apart' as const] : []),
  ];
}

/** One family in which nothing differs: all its rows from the same blocks, so that they go together as they did. */
export function drawFamily(pool: Pool, design: SimulatedDesign, wanted: number, random: Random): DrawnRow[] {
  const indices = { paired, independent, apart }[design](pool, wanted, random);
  return pool.rows.map(({ first, second }) => {
    const value = (index: number): number =>
      (index < pool.blocks ? first[index] : (second ?? first)[index - pool.blocks]) ?? Number.NaN;
    return { old: indices.old.map(value), new: indices.new.map(value) };
  });
}

/** Places in the pool: up to `blocks` under the first name, from there on under the second. */
interface Indices {
  readonly old: Float64Array;
  readonly new: Float64Array;
}

const places = (wanted: number, place: (index: number) => number): Float64Array =>
  Float64Array.from({ length: wanted }, (_, index) => place(index));

function paired({ blocks }: Pool, wanted: number, random: Random): Indices {
  const old = places(wanted, () => random.int(2 * blocks));
  return { old, new: old.map((index) => (index + blocks) % (2 * blocks)) };
}

function independent({ blocks, rows }: Pool, wanted: number, random: Random): Indices {
  const all = rows.every(({ second }) => second !== null) ? 2 * blocks : blocks;
  return { old: places(wanted, () => random.int(all)), new: places(wanted, () => random.int(all)) };
}

/** The record is taken as a ring, so that every block is drawn equally often. */
function apart({ blocks }: Pool, wanted: number, random: Random): Indices {
  const start = random.int(blocks);
  const gap = wanted + random.int(blocks - 2 * wanted + 1);
  return {
    old: places(wanted, (index) => (start + index) % blocks),
    new: places(wanted, (index) => (start + gap + index) % blocks),
  };
}
