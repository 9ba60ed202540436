import { execFileSync, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeSampleSet } from '../../harness/compare/testing/sample-set.ts';
import { readResultSet } from '../../harness/model/codec.ts';
import { projectRoot } from '../../harness/project-root.ts';
import { parseOutputs } from './rehearsal/shell.mjs';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coldbench-action-'));
  await writeFile(join(folder, 'hello.ts'), "export const handler = () => 'hello';\n");
  await writeFile(join(folder, 'hello-old.ts'), "export const handler = () => 'hello';\n");
});
afterAll(() => rm(folder, { recursive: true }));

/** A script as a step of action.yml calls it. */
async function run(script: string, env: Readonly<Record<string, string>>) {
  const { PATH = '', HOME = '' } = process.env;
  const output = join(folder, 'GITHUB_OUTPUT');
  await writeFile(output, '');
  const child = spawn(join(projectRoot(), 'scripts/ci', script), {
    cwd: folder,
    env: {
      PATH,
      HOME,
      RUNNER_TEMP: folder,
      COLDBENCH_CACHE_DIR: join(folder, 'cache'),
      GITHUB_OUTPUT: output,
      GITHUB_STEP_SUMMARY: join(folder, 'summary.md'),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += chunk));
  const code = await new Promise((resolve) => child.once('close', resolve));
  return { code, text, outputs: parseOutputs(await readFile(output, 'utf8')) };
}

async function manifestOf(path: string | undefined) {
  for await (const { record } of readResultSet(path ?? '')) if (record.kind === 'manifest') return record;
  throw new Error('no manifest');
}

describe('measure.sh', () => {
  test('measures what the inputs name, and tells where the result set is', async () => {
    const { code, text, outputs } = await run('measure.sh', {
      WORKLOAD: '  noop\n\n./hello.ts\n',
      RUNNERS: 'process',
      BUDGET: '1s',
      GITHUB_SHA: 'c'.repeat(40),
      GITHUB_REF_NAME: '$(touch pwned) "x"',
    });
    expect(code, text).toBe(0);
    const { subjects, labels } = await manifestOf(outputs.file);
    expect(subjects.map(({ subject }) => subject)).toEqual(['noop/process/node', 'hello/process/node']);
    expect(labels).toEqual({ commit: 'c'.repeat(40), ref: '$(touch pwned) "x"' });
  });

  test('measures the baseline in the same blocks', async () => {
    const { code, text, outputs } = await run('measure.sh', {
      WORKLOAD: './hello.ts',
      BASELINE: './hello-old.ts',
      RUNNERS: 'process',
      BUDGET: '1s',
    });
    expect(code, text).toBe(0);
    const { subjects } = await manifestOf(outputs.file);
    expect(subjects.map(({ workload }) => workload)).toEqual(['hello-baseline', 'hello']);
    expect(outputs.baseline).toBe('measured');
  });

  test('measures a module alone that the revision does not have', async () => {
    const git = (...args: string[]) => execFileSync('git', ['-C', folder, ...args]);
    git('init', '--quiet');
    git('add', 'hello-old.ts');
    git('-c', 'user.name=n', '-c', 'user.email=e', 'commit', '--quiet', '--message', 'x');
    const { code, text, outputs } = await run('measure.sh', {
      WORKLOAD: './hello.ts',
      BASELINE: 'HEAD',
      FAIL_ON: 'slower',
      RUNNERS: 'process',
      BUDGET: '1s',
    });
    expect(code, text).toBe(0);
    expect(outputs.baseline).toBe('absent');
    expect((await manifestOf(outputs.file)).subjects).toHaveLength(1);
  });

  test.each([
    ['a baseline of several workloads', { WORKLOAD: 'noop\nhash', BASELINE: 'HEAD^' }, /Name one workload/],
    ['a gate without a baseline', { FAIL_ON: 'slower' }, /fail-on needs a baseline/],
    ['an unknown runner', { RUNNERS: 'rocket' }, /rocket/],
  ])('%s is wrong usage, and leaves no result set', async (_what, env, message) => {
    const { code, text, outputs } = await run('measure.sh', env);
    expect(code).toBe(2);
    expect(text).toMatch(message);
    expect(outputs).toEqual({});
  });
});

describe('gate.sh', () => {
  test('passes a module that is new, and says so', async () => {
    const file = join(folder, 'new.ndjson');
    const { code, text, outputs } = await run('gate.sh', {
      FILE: file,
      BASELINE: 'absent',
      FAIL_ON: 'slower',
    });
    expect(code, text).toBe(0);
    expect(outputs.verdict).toBe('noBaseline');
    expect(await readFile(outputs.markdown ?? '', 'utf8')).toContain('nothing to compare with');
  });
});

describe('summary.sh', () => {
  test("puts the gate's words before the figures, in the summary of the job and in a file", async () => {
    const file = await writeSampleSet(join(folder, 'sample.ndjson'));
    await writeFile(join(folder, 'verdict.md'), '**Gate: passed**\n\n');
    const { code, text, outputs } = await run('summary.sh', {
      FILE: file,
      VERDICT: join(folder, 'verdict.md'),
    });
    expect(code, text).toBe(0);
    const markdown = await readFile(outputs.markdown ?? '', 'utf8');
    expect(markdown).toMatch(/^\*\*Gate: passed\*\*\s+## What packaging costs\n[\s\S]*\| --- \|/);
    expect(await readFile(join(folder, 'summary.md'), 'utf8')).toBe(markdown);
  });

  test('compares base and head, where both were measured', async () => {
    const subjects = [{ workload: 'hello-baseline' }, { workload: 'hello', coldMs: 60 }];
    const file = await writeSampleSet(join(folder, 'both.ndjson'), { subjects });
    const { code, text, outputs } = await run('summary.sh', { FILE: file, BASELINE: 'measured' });
    expect(code, text).toBe(0);
    const markdown = await readFile(outputs.markdown ?? '', 'utf8');
    expect(markdown).toMatch(/\*\*slower\*\* \| process \| cold start[\s\S]*## What packaging costs/);
  });
});
