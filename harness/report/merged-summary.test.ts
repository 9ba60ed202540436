import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mergeParts } from '../fleet/merge.ts';
import { writeSamplePart } from '../fleet/testing/sample-part.ts';
import { levelVariance } from '../stats/drift.ts';
import { createRandom } from '../stats/index.ts';
import { formatMergedLevels } from './merged-notes.ts';
import { qualityNotes } from './quality-notes.ts';
import { summarizeFile } from './summary.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coldbench-test-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** A merged file of three machines with these cold starts. */
async function mergedOf(name: string, coldMs: readonly number[], noise: number) {
  const place = await mkdtemp(join(folder, name));
  const paths = await Promise.all(
    coldMs.map((ms, index) =>
      writeSamplePart(place, `${index + 1}`, { blocks: 40, noise, subjects: [{ coldMs: ms }] }),
    ),
  );
  const outPath = join(place, 'merged.ndjson');
  await mergeParts({ paths, outPath, allowIncomplete: false, command: [] });
  return summarizeFile(outPath);
}

describe('summarize() of a merged file', () => {
  it('tells how the levels of its machines differ: the standard deviation of their medians', async () => {
    const { merged } = await mergedOf('apart', [50, 55, 60.5], 0);
    expect(merged).toMatchObject({ machines: 3, mode: 'split', missing: [] });
    // Three levels of which each is 1.1 times the one before have, on the logarithm, the deviation ln 1.1.
    expect(merged?.levels[0]?.spread).toBeCloseTo(Math.log(1.1), 6);
    const medians = merged?.levels[0]?.parts.map(({ part, medianNs }) => [
      part,
      Math.round(medianNs.value / 1e5),
    ]);
    expect(medians).toEqual([
      ['1', 500],
      ['2', 550],
      ['3', 605],
    ]);
  });

  it('takes what chance makes of equal machines off', async () => {
    const { merged } = await mergedOf('alike', [50, 50, 50], 0.05);
    expect(merged?.levels[0]?.spread).toBeLessThan(0.015);
  });

  it('says so before the figures are trusted', async () => {
    const run = await mergedOf('notes', [50, 55, 60.5], 0);
    const [note] = qualityNotes(run, ({ runner }) => runner);
    expect(note).toMatchObject({ label: 'machines' });
    expect(note?.text).toMatch(
      /^Merged from 3 parts on 3 machines\. .* process 9\.5% \(50\.0 ms in part 1, 60\.5 ms in part 3\)/,
    );
  });

  it('is null for the file of one run', async () => {
    const path = await writeSamplePart(folder, '1');
    expect((await summarizeFile(path)).merged).toBeNull();
  });
});

describe('formatMergedLevels()', () => {
  it('gives no figure where there are too few trials to tell', () => {
    expect(formatMergedLevels({ spread: null, parts: [] })).toBeNull();
  });
});

describe('levelVariance()', () => {
  /** Normal noise by the sum of twelve uniform numbers (Irwin-Hall). */
  const noise = (random: ReturnType<typeof createRandom>): number =>
    Array.from({ length: 12 }, () => random.next()).reduce((sum, value) => sum + value, -6);

  it('is unchanged when every sample moves by the same amount, and grows as a square with the scale', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.integer({ min: 2, max: 6 }), (seed, count) => {
        const random = createRandom(seed);
        const groups = Array.from({ length: count }, (_, group) =>
          Float64Array.from({ length: 9 }, () => 3 * group + noise(random)),
        );
        const variance = levelVariance(groups);
        expect(levelVariance(groups.map((group) => group.map((value) => value + 100)))).toBeCloseTo(
          variance,
          6,
        );
        expect(levelVariance(groups.map((group) => group.map((value) => 2 * value)))).toBeCloseTo(
          4 * variance,
          6,
        );
      }),
      { numRuns: 50 },
    );
  });

  it('finds the variance that levels were drawn with', () => {
    const random = createRandom(3);
    const found = Array.from({ length: 300 }, () =>
      levelVariance(
        Array.from({ length: 6 }, () => {
          const level = 2 * noise(random);
          return Float64Array.from({ length: 20 }, () => level + noise(random));
        }),
      ),
    );
    // The mean of 300 variances of six levels each has a standard error of 4 * sqrt(2 / 5) / sqrt(300) = 0.15.
    expect(Math.abs(found.reduce((sum, value) => sum + value, 0) / found.length - 4)).toBeLessThan(0.6);
  });
});
