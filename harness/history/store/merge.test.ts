import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Source } from './index-files.ts';
import { toMerge } from './merge.ts';

const source = (kind: Source['kind'], name: string): Source => ({ kind, name, path: `/index/${name}` });
const pending = (count: number): Source[] =>
  Array.from({ length: count }, (_, index) => source('pending', `p${index}`));
const segment = (name: string): Source => source('segment', name);

/** As many rows as asked for in a segment, one in a pending file, all of them used unless said otherwise. */
const counts = (sizes: Readonly<Record<string, number>>, unused: Readonly<Record<string, number>> = {}) => ({
  get: (name: string) => {
    const all = sizes[name] ?? 1;
    return { all, used: all - (unused[name] ?? 0) };
  },
});
const merged = (sources: readonly Source[], sizes: ReturnType<typeof counts>): string[] =>
  toMerge(sources, sizes as unknown as Parameters<typeof toMerge>[1])
    .map(({ name }) => name)
    .sort();

test('few pending files and sound segments are left as they are', () => {
  expect(merged([...pending(64), segment('a')], counts({ a: 10 }))).toEqual([]);
});

test('many pending files are merged, with the segments that are not much larger', () => {
  const all = [...pending(65), segment('small'), segment('middle'), segment('large')];
  const names = merged(all, counts({ small: 60, middle: 240, large: 5000 }));
  expect(names).toHaveLength(67);
  expect(names).toEqual(expect.arrayContaining(['small', 'middle', 'p0', 'p64']));
});

test('a source with rows that nobody reads is rewritten, alone', () => {
  expect(merged([...pending(3), segment('a'), segment('b')], counts({ a: 50, b: 50 }, { b: 1 }))).toEqual([
    'b',
  ]);
  expect(merged(pending(2), counts({}, { p1: 1 }))).toEqual(['p1']);
});

test('however many runs are added one by one, segments stay few, and each row is rewritten few times', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20_000 }), (runs) => {
      const sizes: Record<string, number> = {};
      let written = 0;
      let open = 0;
      for (let run = 0; run < runs; run++) {
        open += 1;
        const segments = Object.keys(sizes).map(segment);
        if (open <= 64) continue;
        const chosen = toMerge([...pending(open), ...segments], counts(sizes) as never);
        const size = chosen.reduce(
          (sum, { kind, name }) => sum + (kind === 'pending' ? 1 : (sizes[name] ?? 0)),
          0,
        );
        for (const { name } of chosen) delete sizes[name];
        sizes[`s${run}`] = size;
        written += size;
        open = 0;
      }
      expect(Object.keys(sizes).length).toBeLessThanOrEqual(Math.max(1, Math.ceil(Math.log2(runs))));
      expect(written).toBeLessThanOrEqual(runs * (1 + Math.ceil(Math.log2(1 + runs / 65))));
    }),
    { numRuns: 30 },
  );
});
