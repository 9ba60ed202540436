import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readResultSet } from '../model/codec.ts';
import { projectRoot } from '../project-root.ts';
import { summarizeFile } from '../report/summary.ts';
import { CommandSandbox } from '../testing/command.ts';
import { csvField } from './csv-field.ts';
import { FORMATS } from './index.ts';
import { formatMarkdown } from './markdown.ts';
import { quoted } from './markdown-text.ts';
import { bencherSchema, githubActionBenchmarkSchema } from './testing/foreign-schemas.ts';
import { HOSTILE } from './testing/hostile-set.ts';

const REFERENCE = join(projectRoot(), 'results/reference/catalog.ndjson');

async function write(name: string, path = REFERENCE): Promise<string> {
  const format = FORMATS.find((one) => one.name === name);
  if (!format) throw new Error(`no format ${name}`);
  let text = '';
  for await (const piece of format.write(path)) text += piece;
  return text;
}

describe('markdown', () => {
  test('has the verdicts, a table row a subject, and details that open and close', async () => {
    const text = await write('markdown');
    const { subjects } = await summarizeFile(REFERENCE);
    expect(text).toMatch(/^## What packaging costs/);
    for (const { runner } of subjects) expect(text).toMatch(new RegExp(`^\\| ${runner} \\| .*ms`, 'm'));
    expect(text.match(/<details>/g)).toHaveLength(2);
    expect(text.match(/<\/details>/g)).toHaveLength(2);
  });

  test.each(HOSTILE)('quotes %j', (text) => {
    const safe = quoted(text);
    // Nothing is left that Markdown, HTML or a terminal acts on: only letters, digits, harmless signs, references.
    expect(safe.replace(/&#\d+;/g, '')).toMatch(/^[\p{L}\p{N} .,()%+…-]*$/u);
    expect(safe.length).toBeLessThan(2000);
  });

  test('quotes what a file says of itself', async () => {
    const summary = await summarizeFile(REFERENCE);
    const hostile = formatMarkdown({
      ...summary,
      subjects: summary.subjects.map((subject) => ({ ...subject, workload: '</details>|<img>' })),
      skippedRunners: [{ runner: 'wasm', reason: '<script>\n| a |', remedy: '' }],
    });
    expect(hostile).not.toMatch(/<(?!\/?(details|summary)>)/);
    expect(hostile).not.toContain('\n| a |');
  });

  test('stays within a comment, and says what it left out', async () => {
    const summary = await summarizeFile(REFERENCE);
    const [subject] = summary.subjects;
    if (!subject) throw new Error('no subject');
    const many = Array.from({ length: 2000 }, (_, i) => ({ ...subject, variant: `v${i}` }));
    const text = formatMarkdown({ ...summary, subjects: many });
    expect(text.length).toBeLessThanOrEqual(65_536);
    expect(text).toMatch(/lines left out for length/);
    expect(text.match(/<details>/g)?.length).toBe(text.match(/<\/details>/g)?.length);
  });
});

describe('csv', () => {
  test('has a row for each subject, trial and metric, with the figures of the file', async () => {
    const [header, ...lines] = (await write('csv')).trimEnd().split('\r\n');
    expect(header).toBe(
      'workload,runner,variant,condition,block,trial,warmup,status,metric,unit,value,reason',
    );
    const cold = lines.filter((line) => line.includes(',coldStart,'));
    const expected: string[] = [];
    for await (const { record } of readResultSet(REFERENCE)) {
      if (record.kind === 'trial' && record.status === 'completed')
        expected.push(
          `${record.workload},${record.runner},${record.variant},${record.condition},${record.block},${record.trial},${record.warmup},completed,coldStart,ns,${record.firstResponseNs},`,
        );
    }
    expect(cold).toEqual(expected);
  });

  test.each([
    ['=cmd()', "'=cmd()"],
    ['+1+1', "'+1+1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['a,b', '"a,b"'],
    ['say "x"', '"say ""x"""'],
    ['two\nlines', '"two\nlines"'],
    [-5, '-5'],
    ['', ''],
  ])('writes %j as %s', (value, field) => {
    expect(csvField(value)).toBe(field);
  });
});

test('github-action-benchmark: what its customSmallerIsBetter reads, with the medians of the summary', async () => {
  const entries = githubActionBenchmarkSchema.parse(JSON.parse(await write('github-action-benchmark')));
  const { subjects } = await summarizeFile(REFERENCE);
  expect(entries).toHaveLength(16);
  for (const { subject, coldStart } of subjects) {
    const entry = entries.find(({ name }) => name === `${subject} cold-start`);
    expect(entry).toMatchObject({ unit: 'ns', value: coldStart?.medianNs.value });
  }
});

test('bencher: measures with bounds on either side of their value', async () => {
  const benchmarks = bencherSchema.parse(JSON.parse(await write('bencher')));
  const { subjects } = await summarizeFile(REFERENCE);
  expect(Object.keys(benchmarks)).toEqual(subjects.map(({ subject }) => subject));
  for (const measures of Object.values(benchmarks)) {
    expect(Object.keys(measures)).toEqual(['cold-start', 'warm-p50', 'memory-rss', 'artifact-size']);
    for (const { value, lower_value = value, upper_value = value } of Object.values(measures)) {
      expect(lower_value).toBeLessThanOrEqual(value);
      expect(upper_value).toBeGreaterThanOrEqual(value);
    }
  }
});

describe('coldbench show --format', () => {
  let sandbox: CommandSandbox;
  beforeAll(async () => {
    sandbox = await CommandSandbox.create();
  });
  afterAll(() => sandbox.remove());

  test.each(FORMATS.map(({ name }) => name))('writes %s', async (name) => {
    const { stdout, exitCode, stderr } = await sandbox.run(['show', REFERENCE, '--format', name]);
    expect(exitCode, stderr).toBe(0);
    expect(stdout).toBe(await write(name));
  });

  test('of an unknown name lists those that there are', async () => {
    const { stderr, exitCode } = await sandbox.run(['show', REFERENCE, '--format', 'xml']);
    expect(stderr).toMatch(/no format 'xml'/);
    for (const { name } of FORMATS) expect(stderr).toContain(name);
    expect(exitCode).toBe(2);
  });

  test('of a file that is no result set says so', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'coldbench-formats-'));
    try {
      await writeFile(join(folder, 'other.json'), '{"results":[]}\n');
      for (const { name } of FORMATS) {
        const { stderr, exitCode } = await sandbox.run([
          'show',
          join(folder, 'other.json'),
          '--format',
          name,
        ]);
        expect(stderr).toMatch(/not a coldbench result set/);
        expect(exitCode).toBe(1);
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
