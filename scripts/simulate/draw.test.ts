import { describe, expect, it } from 'vitest';
import { METRICS } from '../../harness/model/metrics.ts';
import { createRandom } from '../../harness/stats/index.ts';
import { designsOf, drawFamily } from './draw.ts';
import type { Pool } from './pool.ts';

const [coldStart] = METRICS;
if (!coldStart) throw new Error('no metric');

/** Block i is i under the first name, and 1000 + i under the second. */
function pool(blocks: number, twins: boolean): Pool {
  const first = Float64Array.from({ length: blocks }, (_, block) => block);
  const row = { subject: 's', metric: coldStart as NonNullable<typeof coldStart> };
  const other = { ...row, first: first.map((x) => -x), second: twins ? first.map((x) => -1000 - x) : null };
  return {
    path: 'x',
    blocks,
    target: 0,
    blockNs: null,
    notes: [],
    rows: [{ ...row, first, second: twins ? first.map((block) => 1000 + block) : null }, other],
  };
}

describe('drawFamily()', () => {
  it('draws pairs from one block, either name being the old one', () => {
    const [row] = drawFamily(pool(50, true), 'paired', 400, createRandom(1));
    const pairs = Array.from(row?.old ?? [], (old, i) => [old, row?.new[i] ?? Number.NaN] as const);
    expect(pairs.every(([old, fresh]) => Math.abs(old - fresh) === 1000)).toBe(true);
    const swapped = pairs.filter(([old]) => old >= 1000).length;
    expect(swapped).toBeGreaterThan(150);
    expect(swapped).toBeLessThan(250);
    expect(new Set(pairs.map(([old]) => old % 1000)).size).toBe(50);
  });

  it('keeps the rows of a block together', () => {
    for (const design of ['paired', 'independent', 'apart'] as const) {
      const [row, other] = drawFamily(pool(50, true), design, 25, createRandom(2));
      expect(other?.old).toEqual(row?.old.map((x) => -x));
      expect(other?.new).toEqual(row?.new.map((x) => -x));
    }
  });

  it('draws both sides of independent runs from all of the pool', () => {
    const [row] = drawFamily(pool(10, true), 'independent', 2000, createRandom(3));
    expect(new Set(row?.old)).toEqual(new Set(row?.new));
    expect(new Set(row?.old).size).toBe(20);
    const [single] = drawFamily(pool(10, false), 'independent', 2000, createRandom(3));
    expect(new Set(single?.old).size).toBe(10);
  });

  it('draws two stretches that do not overlap, in order', () => {
    const random = createRandom(4);
    for (let family = 0; family < 200; family += 1) {
      const [row] = drawFamily(pool(30, true), 'apart', 12, random);
      const all = [...(row?.old ?? []), ...(row?.new ?? [])];
      expect(new Set(all).size).toBe(24);
      const steps = (values: Float64Array) =>
        Array.from(values.subarray(1), (x, i) => (x - (values[i] ?? 0) + 30) % 30);
      expect(
        new Set([...steps(row?.old ?? new Float64Array()), ...steps(row?.new ?? new Float64Array())]),
      ).toEqual(new Set([1]));
    }
  });
});

describe('designsOf()', () => {
  it('needs twins for pairs, and twice the blocks for two stretches', () => {
    expect(designsOf(pool(30, true), 12)).toEqual(['paired', 'independent', 'apart']);
    expect(designsOf(pool(30, true), 16)).toEqual(['paired', 'independent']);
    expect(designsOf(pool(30, false), 12)).toEqual(['independent', 'apart']);
  });
});
