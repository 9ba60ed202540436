import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compareSets } from '../compare/compare.ts';
import { loadComparable } from '../compare/load.ts';
import { summarizeFile } from '../report/summary.ts';
import { COMPARISON_FORMATS, FORMATS } from './index.ts';
import { bencherSchema, githubActionBenchmarkSchema } from './testing/foreign-schemas.ts';
import { HOSTILE, writeHostileSet } from './testing/hostile-set.ts';
import { parseCsv } from './testing/parse-csv.ts';
import { parseOpenMetrics } from './testing/parse-openmetrics.ts';
import { parseXml } from './testing/parse-xml.ts';

let folder: string;
let path: string;
const texts = new Map<string, string>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coldbench-hostile-'));
  path = await writeHostileSet(join(folder, 'hostile\u202e<b>.ndjson'), { seed: 1 });
  const other = await writeHostileSet(join(folder, 'other.ndjson'), { seed: 2, machine: {} });
  for (const format of FORMATS) {
    let text = '';
    for await (const piece of format.write(path)) text += piece;
    texts.set(format.name, text);
  }
  const [old, fresh] = [await loadComparable(path), await loadComparable(other)];
  const options = { threshold: 0.01, metrics: [], acrossMachines: true };
  const comparisons = [true, false].map((acrossMachines) =>
    compareSets(old, fresh, { ...options, acrossMachines }),
  );
  for (const format of COMPARISON_FORMATS)
    texts.set(`compare ${format.name}`, format.format(comparisons, ['slower']));
});
afterAll(() => rm(folder, { recursive: true }));

const textOf = (name: string): string => texts.get(name) ?? '';

describe('a result set full of hostile names', () => {
  test('holds all of them as subjects', async () => {
    expect((await summarizeFile(path)).subjects).toHaveLength(HOSTILE.length);
  });

  test.each([...FORMATS.map(({ name }) => name), ...COMPARISON_FORMATS.map(({ name }) => `compare ${name}`)])(
    '%s has no control, bidi or invisible characters',
    (name) => {
      // A comma-separated table ends its lines with CRLF.
      const text = name === 'csv' ? textOf(name).replaceAll('\r\n', '\n') : textOf(name);
      expect(text.length).toBeGreaterThan(1000);
      expect(text).not.toMatch(/[\p{Cf}\p{Cs}\p{Co}]|(?!\n)\p{Cc}/u);
    },
  );

  test.each(['markdown', 'compare markdown'])('%s has no markup but its own, and fits a comment', (name) => {
    const text = textOf(name);
    expect(text.length).toBeLessThanOrEqual(65_000);
    expect(text).not.toMatch(/<(?!\/?(details|summary)>)|`|https:|@(?!&#8203;)|\[[^\]]*\]\(/);
    expect(text.match(/<details>/g)?.length).toBe(text.match(/<\/details>/g)?.length);
    // Every line of a table has the columns of its head.
    for (const table of text.match(/(?:^\|.*\n)+/gm) ?? [])
      expect(
        new Set(
          table
            .trimEnd()
            .split('\n')
            .map((line) => line.split('|').length),
        ).size,
      ).toBe(1);
  });

  test('csv has its columns, and nothing that a spreadsheet would run', () => {
    const rows = parseCsv(textOf('csv'));
    for (const row of rows) expect(row).toHaveLength(12);
    expect(rows.flat().filter((field) => /^[=+@\t\r]|^-\D/.test(field))).toEqual([]);
  });

  test('openmetrics is sound, with a sample of its own for each subject', () => {
    const cold = parseOpenMetrics(textOf('openmetrics')).find(
      ({ name }) => name === 'coldbench_cold_start_seconds',
    );
    expect(cold?.samples).toHaveLength(HOSTILE.length);
  });

  test('junit is sound XML, with cases whose names are their own', () => {
    const cases = parseXml(textOf('compare junit')).filter(({ name }) => name === 'testcase');
    expect(cases.length).toBeGreaterThan(HOSTILE.length * 5);
    const suites = parseXml(textOf('compare junit')).filter(({ name }) => name === 'testsuite');
    expect(suites.map(({ attributes }) => Number(attributes.tests)).reduce((a, b) => a + b)).toBe(
      cases.length,
    );
  });

  test('chrome-trace is JSON, with a track for each subject', () => {
    const { traceEvents } = JSON.parse(textOf('chrome-trace'));
    const threads = traceEvents.filter(({ name }: { name: string }) => name === 'thread_name');
    expect(threads).toHaveLength(HOSTILE.length + 1);
  });

  test('github-action-benchmark and bencher are what their readers take, with a name a subject', () => {
    const entries = githubActionBenchmarkSchema.parse(JSON.parse(textOf('github-action-benchmark')));
    expect(new Set(entries.map(({ name }) => name)).size).toBe(entries.length);
    const benchmarks = bencherSchema.parse(JSON.parse(textOf('bencher')));
    expect(Object.keys(benchmarks)).toHaveLength(HOSTILE.length);
  });
});
