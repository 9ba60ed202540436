import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sampleManifest } from '../model/codec-sample.ts';
import { projectRoot } from '../project-root.ts';
import { summarizeFile } from '../report/summary.ts';
import type { RunSummary } from '../report/summary-types.ts';
import { SCENARIOS } from '../report/testing/scenarios.ts';
import { BASE } from '../report/testing/summaries.ts';
import { formatOpenMetrics } from './openmetrics.ts';
import { exposition } from './openmetrics-text.ts';
import { parseOpenMetrics } from './testing/parse-openmetrics.ts';

const REFERENCE = join(projectRoot(), 'results/reference/catalog.ndjson');

const textOf = (summary: RunSummary): string => [...formatOpenMetrics(summary)].join('');

/** The invented runs have but a part of a machine. */
const complete = (summary: RunSummary): RunSummary => ({ ...summary, machine: sampleManifest.machine });

/** The samples of a family by the subject that they are of. */
function valuesOf(text: string, name: string, label = 'runner'): Record<string, number> {
  const family = parseOpenMetrics(text).find((one) => one.name === name);
  return Object.fromEntries((family?.samples ?? []).map(({ labels, value }) => [labels[label], value]));
}

test('keeps its text', async () => {
  await expect(textOf(complete(BASE))).toMatchFileSnapshot('golden/openmetrics.txt');
});

test('the reference run: the figures of its summary, in seconds and bytes, at the time of its end', async () => {
  const summary = await summarizeFile(REFERENCE);
  const text = textOf(summary);
  for (const { runner, coldStart, warm, memory, artifactBytes, trials } of summary.subjects) {
    const { value, interval } = coldStart?.medianNs ?? {};
    expect(valuesOf(text, 'coldbench_cold_start_seconds')[runner]).toBe((value ?? Number.NaN) / 1e9);
    expect(valuesOf(text, 'coldbench_cold_start_low_seconds')[runner]).toBe(
      (interval?.low ?? Number.NaN) / 1e9,
    );
    expect(valuesOf(text, 'coldbench_cold_start_high_seconds')[runner]).toBe(
      (interval?.high ?? Number.NaN) / 1e9,
    );
    expect(valuesOf(text, 'coldbench_warm_p50_seconds')[runner]).toBe(
      (warm?.p50Ns.value ?? Number.NaN) / 1e9,
    );
    expect(valuesOf(text, 'coldbench_memory_rss_bytes')[runner]).toBe(memory?.rssBytes?.value);
    expect(valuesOf(text, 'coldbench_artifact_size_bytes')[runner]).toBe(artifactBytes);
    expect(trials.completed).toBe(25);
  }
  // wasm answers too few warm calls for a p99: no sample, not 0.
  expect(Object.keys(valuesOf(text, 'coldbench_warm_p99_seconds'))).toEqual([
    'process',
    'container',
    'serverless',
  ]);
  const ended = Date.parse('2026-11-23T09:22:21.099Z') / 1000;
  for (const { samples } of parseOpenMetrics(text))
    for (const { timestamp } of samples) expect(timestamp).toBe(ended);
});

test('phases are told apart by the milestone that ends them, trials by their status', () => {
  const text = textOf(complete({ ...BASE, subjects: BASE.subjects.slice(0, 1) }));
  expect(valuesOf(text, 'coldbench_phase_seconds', 'phase')).toEqual({
    processStart: 0.00131,
    runtimeReady: 0.0308,
    workloadLoaded: 0.00842,
    ready: 0.00192,
    firstResponse: 0.0097,
  });
  expect(valuesOf(text, 'coldbench_trials', 'status')).toEqual({ completed: 31, failed: 0, skipped: 0 });
});

test('a run that was cut short says so, and has no time', () => {
  const cut = SCENARIOS.incomplete;
  if (!cut) throw new Error('there is no scenario');
  const families = parseOpenMetrics(textOf(complete(cut)));
  expect(families.find(({ name }) => name === 'coldbench_run_complete')?.samples).toMatchObject([
    { value: 0 },
  ]);
  expect(families.flatMap(({ samples }) => samples.filter(({ timestamp }) => timestamp !== null))).toEqual(
    [],
  );
});

describe.each(Object.entries(SCENARIOS))('%s', (_name, summary) => {
  test('is what the specification asks for, in printable text', () => {
    const text = textOf(complete(summary));
    expect(parseOpenMetrics(text).length).toBeGreaterThan(2);
    expect(text).not.toMatch(/[\p{Cf}\p{Cs}\p{Co}]|(?!\n)\p{Cc}|NaN|Infinity|undefined|null/u);
  });
});

test('subjects that only differ in what cannot be printed keep samples of their own', () => {
  const [subject] = BASE.subjects;
  if (!subject) throw new Error('no subject');
  const variants = ['a', 'a\u0007', 'a\u202e', 'a #2'].map((variant) => ({ ...subject, variant }));
  const values = valuesOf(
    textOf(complete({ ...BASE, subjects: variants })),
    'coldbench_cold_start_seconds',
    'variant',
  );
  expect(Object.keys(values)).toEqual(['a', 'a #3', 'a #4', 'a #2']);
});

test('any label, help and number is read back as it was', () => {
  const text = fc.string({ unit: 'binary' }).filter((one) => !/[\r\ufeff]|\p{Cs}/u.test(one));
  const number = fc.double({ noNaN: true, noDefaultInfinity: true });
  fc.assert(
    fc.property(text, text, number, (help, value, figure) => {
      const samples = [{ labels: { a: value, b: 'x' }, value: figure }];
      const [family] = parseOpenMetrics(
        [...exposition([{ name: 'x_bytes', type: 'gauge', unit: 'bytes', help, samples }], '12.000')].join(
          '',
        ),
      );
      expect(family).toMatchObject({ help, unit: 'bytes', samples: [{ timestamp: 12 }] });
      expect(family?.samples[0]?.labels).toEqual(value === '' ? { b: 'x' } : { a: value, b: 'x' });
      expect(family?.samples[0]?.value).toBe(figure === 0 ? 0 : figure);
    }),
  );
});

test.each([
  ['# TYPE a gauge\na 1\n', /EOF/],
  ['# TYPE a gauge\na{b="c"} 1\na{b="c"} 2\n# EOF\n', /twice/],
  ['# TYPE a gauge\n# UNIT a seconds\na 1\n# EOF\n', /suffix/],
  ['# TYPE a gauge\na 1\n# TYPE b gauge\nb 1\n# TYPE a gauge\n# EOF\n', /interleaved/],
  ['# TYPE a gauge\na{b="c"d"} 1\n# EOF\n', /no label/],
  ['# TYPE a gauge\na{b="c\\x"} 1\n# EOF\n', /no label/],
  ['# TYPE a gauge\na_total 1\n# EOF\n', /not of the family/],
  ['# TYPE a info\na_info{b="c"} 2\n# EOF\n', /not 1/],
  ['# hello\n# EOF\n', /comment/],
  ['# TYPE a gauge\n\na 1\n# EOF\n', /no sample/],
  ['# TYPE a gauge\na 1 \n# EOF\n', /no sample/],
])("the test's own reader refuses %j", (text, message) => {
  expect(() => parseOpenMetrics(text)).toThrow(message);
});
