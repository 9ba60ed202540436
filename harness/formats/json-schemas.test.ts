import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { resolveWorkload } from '../../workloads/index.ts';
import { compareSets, compareWithin } from '../compare/compare.ts';
import { loadComparable } from '../compare/load.ts';
import { writeSampleSet } from '../compare/testing/sample-set.ts';
import { DEFAULT_PLAN } from '../experiment/plan.ts';
import { mergeParts } from '../fleet/merge.ts';
import { JSON_MERGE_SCHEMA } from '../fleet/merge-schema.ts';
import { writeSamplePart } from '../fleet/testing/sample-part.ts';
import { writePlan } from '../fleet/write-plan.ts';
import { toJsonGate } from '../gate/json.ts';
import { SCENARIOS as GATES } from '../gate/testing/scenarios.ts';
import { sampleEnding, sampleRecords } from '../model/codec-sample.ts';
import { createResultSetWriter } from '../model/store.ts';
import { projectRoot } from '../project-root.ts';
import { toJsonComparisons } from '../report/comparison/json.ts';
import { SCENARIOS } from '../report/comparison/testing/scenarios.ts';
import { formatJson, toJsonSummary } from '../report/json-summary.ts';
import { summarizeFile } from '../report/summary.ts';
import { toJsonReport } from '../selfcheck/json.ts';
import { readReport } from '../selfcheck/report.ts';
import { formatted } from '../testing/formatted.ts';
import { JSON_OUTPUTS, publishedSchema, strictSchema } from './json-schemas.ts';
import { writeHostileSet } from './testing/hostile-set.ts';

const results = join(projectRoot(), 'results');
const reference = (name: string): string => join(results, 'reference', `${name}.ndjson`);
const OPTIONS = { threshold: 0.01, metrics: [], acrossMachines: false };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coldbench-schemas-'));
});
afterAll(() => rm(folder, { recursive: true }));

type Output = keyof typeof JSON_OUTPUTS;

/** Patterns say what the formats do; ajv alone does not know them. */
const validator = (schema: object): ValidateFunction =>
  new Ajv2020({ strict: true, allErrors: true, validateFormats: false, allowUnionTypes: true }).compile(
    schema,
  );

/** What was wrong with a value after its way through text, by the published file and by the closed schema. */
async function problemsOf(output: Output, value: object): Promise<unknown[]> {
  const json: unknown = JSON.parse(formatJson(value));
  const published = JSON.parse(await readFile(join(results, output), 'utf8'));
  return [published, strictSchema(JSON_OUTPUTS[output])].flatMap((schema) => {
    const validate = validator(schema);
    validate(json);
    return validate.errors ?? [];
  });
}

// Made anew with `npx vitest run harness/formats/json-schemas -u`.
test.each(Object.entries(JSON_OUTPUTS))(
  'results/%s is the JSON Schema of the zod schema',
  async (file, schema) => {
    const text = formatted(`results/${file}`, JSON.stringify(publishedSchema(schema)));
    await expect(text).toMatchFileSnapshot(join(results, file));
  },
);

test('results/README.md names every schema', async () => {
  const readme = await readFile(join(results, 'README.md'), 'utf8');
  for (const file of await readdir(results))
    if (file.endsWith('schema.json')) expect(readme).toContain(`(${file})`);
});

describe('show --json', () => {
  test.each(['catalog', 'twins-quiet', 'twins-busy'])('of the reference set %s', async (name) => {
    expect(
      await problemsOf('summary.schema.json', toJsonSummary(await summarizeFile(reference(name)))),
    ).toEqual([]);
  });

  test('of runs that failed, were cut short, are of one trial, or are hostile', async () => {
    const sound = join(folder, 'sample.ndjson');
    const writer = await createResultSetWriter(sound);
    for (const record of sampleRecords) await writer.append(record);
    await writer.end(sampleEnding);
    const paths = [
      sound,
      await writeSampleSet(join(folder, 'cut.ndjson'), { ending: null }),
      await writeSampleSet(join(folder, 'one.ndjson'), { blocks: 1, warmCalls: 0 }),
      await writeSampleSet(join(folder, 'failed.ndjson'), { subjects: [{ fails: 'always' }] }),
      await writeHostileSet(join(folder, 'hostile.ndjson')),
    ];
    for (const path of paths)
      expect(await problemsOf('summary.schema.json', toJsonSummary(await summarizeFile(path))), path).toEqual(
        [],
      );
  });

  test('a later version may add keys; a wrong type and a missing key are found', async () => {
    const json = toJsonSummary(await summarizeFile(reference('catalog')));
    const validate = validator(publishedSchema(JSON_OUTPUTS['summary.schema.json']));
    expect(validate({ ...json, later: 1 })).toBe(true);
    expect(validate({ ...json, seed: '1' })).toBe(false);
    const { blocks: _, ...without } = json;
    expect(validate(without)).toBe(false);
  });
});

describe('compare --json', () => {
  test('of the reference sets: two runs, and two workloads of one', async () => {
    const [quiet, busy] = [
      await loadComparable(reference('twins-quiet')),
      await loadComparable(reference('twins-busy')),
    ];
    const comparisons = [compareSets(quiet, busy, OPTIONS), compareWithin(quiet, 'base', 'again', OPTIONS)];
    expect(await problemsOf('comparison.schema.json', toJsonComparisons(comparisons))).toEqual([]);
  });

  test.each(Object.entries(SCENARIOS))('of the invented comparison %s', async (_name, compare) => {
    expect(await problemsOf('comparison.schema.json', toJsonComparisons([await compare()]))).toEqual([]);
  });
});

describe('gate --json', () => {
  test.each(Object.entries(GATES))('of the invented gate %s', async (_name, gate) => {
    expect(await problemsOf('gate.schema.json', toJsonGate(await gate()))).toEqual([]);
  });
});

describe('merge --json, and show --json of what was merged', () => {
  test('of parts of two kinds of machine', async () => {
    const paths = [
      await writeSamplePart(folder, '1'),
      await writeSamplePart(folder, '2', { machine: { arch: 'arm64' } }),
      await writeSamplePart(folder, '3'),
    ];
    const outPath = join(folder, 'merged.ndjson');
    const result = await mergeParts({ paths, outPath, allowIncomplete: false, command: [] });
    expect(await problemsOf('merge.schema.json', { schema: JSON_MERGE_SCHEMA, ...result })).toEqual([]);
    const merged = toJsonSummary(await summarizeFile(result.sets[0]?.path ?? ''));
    expect(merged.merged?.parts).toHaveLength(2);
    expect(await problemsOf('summary.schema.json', merged)).toEqual([]);
  });
});

describe('plan --json', () => {
  test('of a split', async () => {
    const workloads = [await resolveWorkload('noop')];
    const request = {
      mode: 'split',
      seed: 1,
      plan: DEFAULT_PLAN,
      runners: ['process'],
      labels: { a: 'b' },
    } as const;
    const cache = join(folder, 'cache');
    const plan = await writePlan(
      { ...request, runners: [...request.runners], workloads, names: ['a', 'b'] },
      join(folder, 'plan'),
      cache,
    );
    expect(await problemsOf('plan.schema.json', plan)).toEqual([]);
  });
});

describe('selfcheck --json', () => {
  test('of the reference sets, of a floor, and of nothing', async () => {
    const floor = await writeSampleSet(join(folder, 'floor.ndjson'), {
      manifest: { labels: { selfcheck: 'floor', bareLaunchNs: '1000000 1100000' } },
    });
    const report = await readReport([reference('twins-quiet'), reference('twins-busy'), floor]);
    expect(report?.checks[0]?.repeats).toHaveLength(2);
    expect(await problemsOf('selfcheck.schema.json', toJsonReport(report, false))).toEqual([]);
    expect(await problemsOf('selfcheck.schema.json', toJsonReport(null, true))).toEqual([]);
  });
});
