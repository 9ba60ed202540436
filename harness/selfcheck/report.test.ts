import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleEnding } from '../model/codec-sample.ts';
import { createResultSetWriter } from '../model/store.ts';
import { textWidth } from '../report/text.ts';
import { createRandom } from '../stats/index.ts';
import { formatSelfcheck } from './format.ts';
import { toJsonReport } from './json.ts';
import { floorLabels, repeatLabels } from './labels.ts';
import { readReport } from './report.ts';
import { normal, syntheticRecords } from './testing.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coldbench-selfcheck-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const probe = (name: string, share: number) => ({
  share,
  delayNs: share * 50e6,
  workload: {
    name,
    modulePath: '/x.ts',
    input: new Uint8Array(),
    inputBytes: 0,
    inputSha256: '',
    expectedSha256: null,
  },
});

/** A file as the self-check writes it: 40 blocks with 1 % of noise. */
async function write(
  name: string,
  labels: Readonly<Record<string, string>>,
  factors: Record<string, number>,
) {
  const random = createRandom(name.length).derive(name);
  const coldStartNs = Object.fromEntries(
    Object.entries(factors).map(([workload, factor]) => [
      workload,
      () => 50e6 * factor * Math.exp(0.01 * normal(random)),
    ]),
  );
  const path = join(folder, `${name}.ndjson`);
  const writer = await createResultSetWriter(path);
  for (const record of syntheticRecords({ blocks: 40, coldStartNs, labels, random }))
    await writer.append(record);
  await writer.end({ ...sampleEnding, measuringNs: 20e9 });
  return path;
}

const REPEAT = { base: 1, again: 1, plus2: 1.02 };
const labels = repeatLabels('catalog', [probe('plus2', 0.02)]);

describe('readReport()', () => {
  it('rebuilds the whole report from the files, in any order', async () => {
    const floor = await write('floor', floorLabels([1e6, 1.1e6, 1.2e6]), { noop: 1 });
    const repeats = [
      await write('one', labels, REPEAT),
      await write('two', labels, { ...REPEAT, again: 1.1 }),
    ];
    const report = await readReport([...repeats, floor]);
    expect(report?.floor?.bareLaunchNs).toMatchObject({ value: 1.1e6, n: 3, interval: null });
    expect(report?.floor?.run.subjects).toMatchObject([{ workload: 'noop' }]);
    expect(report?.checks).toMatchObject([
      { source: 'catalog', runner: 'process', falseAlarms: { count: 1, of: 2 }, blocks: 40 },
    ]);
    expect(report?.checks[0]?.statement).toMatch(
      /^On this machine \(Intel.*kvm\), 40 blocks of catalog as process \(20s\) find differences of the cold start over [\d.]+% 19 times in 20; false alarms 1 of 2 comparisons of a thing with itself\.$/,
    );
  });

  it('passes calibrations over, and is null of no file', async () => {
    const path = await write('calibration', { selfcheck: 'calibration' }, { base: 1 });
    expect((await readReport([path]))?.checks).toEqual([]);
    expect(await readReport([])).toBeNull();
  });

  it('refuses a result set of anything else', async () => {
    const path = await write('bench', { branch: 'main' }, { catalog: 1 });
    await expect(readReport([path])).rejects.toMatchObject({ code: 'NOT_A_SELFCHECK' });
  });
});

describe('the report', () => {
  const paths = async (): Promise<string[]> => [
    await write('format-floor', floorLabels(Array.from({ length: 30 }, (_, i) => 1e6 + i * 1e4)), {
      noop: 1,
    }),
    await write('format-1', labels, REPEAT),
    await write('format-2', labels, { ...REPEAT, again: 1.1 }),
  ];
  let report: Awaited<ReturnType<typeof readReport>>;
  beforeAll(async () => {
    const read = await readReport(await paths());
    report = read && { ...read, files: read.files.map((file) => file.replace(folder, 'results')) };
  });

  it('for a terminal has floor, comparisons, delays, words and the statement', async () => {
    if (!report) throw new Error('no report');
    const text = formatSelfcheck(report, { color: false, unicode: true, width: 100 });
    await expect(text).toMatchFileSnapshot('golden/selfcheck.txt');
  });

  it.each([80, 100, 140])('is at most %i columns wide', (width) => {
    if (!report) throw new Error('no report');
    for (const unicode of [true, false]) {
      const lines = formatSelfcheck(report, { color: false, unicode, width }).split('\n');
      expect(lines.filter((line) => textWidth(line) > width)).toEqual([]);
    }
  });

  it('as JSON has base units and no samples', () => {
    const json = JSON.parse(JSON.stringify(toJsonReport(report, false)));
    expect(json).toMatchObject({
      schema: 'coldbench-selfcheck/1',
      interrupted: false,
      checks: [{ blocks: 40 }],
    });
    expect(json.checks[0].repeats[0]).not.toHaveProperty('logRatios');
    expect(json.floor.run.subjects[0].coldStart).not.toHaveProperty('samplesNs');
    expect(toJsonReport(null, true)).toMatchObject({ interrupted: true, checks: [] });
  });
});
