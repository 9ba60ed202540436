import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeSampleSet } from '../compare/testing/sample-set.ts';
import { FORMATS } from '../formats/index.ts';
import { FORMAT_NAMES } from '../formats/names.ts';
import { exportText, type SampleCommand } from '../hyperfine/testing/exports.ts';
import { projectRoot } from '../project-root.ts';
import { CommandSandbox } from '../testing/command.ts';

const FIXTURE = join(projectRoot(), 'harness/hyperfine/fixtures/hyperfine-1.15.json');

let sandbox: CommandSandbox;
const file = (name: string): string => join(sandbox.folder, name);

async function write(name: string, commands: readonly SampleCommand[]): Promise<string> {
  await writeFile(file(name), exportText(commands));
  return file(name);
}

/** Without the line breaks that the width brings. */
const words = (text: string): string => text.replace(/\s+/g, ' ');

let old: string;
let fresh: string;
let set: string;
beforeAll(async () => {
  sandbox = await CommandSandbox.create();
  old = await write('old.json', [{ command: 'a' }, { command: 'b' }]);
  fresh = await write('new.json', [
    { command: 'a', medianMs: 60 },
    { command: 'b', fails: { 3: 2 } },
  ]);
  set = await writeSampleSet(file('set.ndjson'), { subjects: [{}, { runner: 'container', coldMs: 200 }] });
});
afterAll(() => sandbox.remove());

describe('coldbench show', () => {
  test('of a file that hyperfine wrote tells what there is, and what there is not', async () => {
    const { exitCode, stdout, stderr } = await sandbox.run(['show', FIXTURE]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/^Times of 4 commands, imported from hyperfine$/m);
    expect(stdout).toMatch(/with exit code 3/);
    expect(stdout).toMatch(/^machine +Unknown/m);
  });

  test('--json prints the same figures, and nothing else', async () => {
    const { exitCode, stdout, stderr } = await sandbox.run(['show', fresh, '--json']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 'coldbench-hyperfine/1',
      path: fresh,
      writer: 'hyperfine',
      commands: [
        { name: 'a', times: { medianNs: { n: 30, interval: { level: 0.95 } } }, runs: { failed: 0 } },
        { name: 'b', runs: { succeeded: 29, failed: 1 }, failures: [{ exitCode: 2, count: 1 }] },
      ],
      caveats: [{ label: 'times' }, { label: 'order' }, { label: 'answers' }, { label: 'machine' }],
    });
    expect(stdout).not.toMatch(/samplesNs/);
  });

  test('reads a pipe', () => {
    const program = join(projectRoot(), 'scripts/coldbench.mjs');
    const command = `(head -c 5; sleep 0.1; cat) < ${fresh} | ${process.execPath} ${program} show /dev/stdin`;
    const { status, stdout, stderr } = spawnSync('/bin/sh', ['-c', command], {
      env: sandbox.environment,
      encoding: 'utf8',
    });
    expect(status, stderr).toBe(0);
    expect(stdout).toMatch(/Times of 2 commands/);
  });

  test('of what it exported itself does not take the times for those of hyperfine', async () => {
    const exported = await sandbox.run(['show', set, '--format', 'hyperfine']);
    await writeFile(file('exported.json'), exported.stdout);
    const { exitCode, stdout } = await sandbox.run(['show', file('exported.json')]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^Times of 2 commands, imported in hyperfine's format$/m);
    expect(stdout).not.toMatch(/to its exit/);
  });

  test.each(FORMAT_NAMES)('--format %s needs a result set, and says so', async (name) => {
    const { exitCode, stdout, stderr } = await sandbox.run(['show', fresh, '--format', name]);
    expect({ exitCode, stdout: stdout.replace(/^workload,.*\r\n/, '') }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toMatch(/is an export of hyperfine, which only `coldbench show` \(without --format\)/);
  });

  test('--help names every format that there is', async () => {
    const { stdout } = await sandbox.run(['show', '--help']);
    expect(FORMATS.map(({ name }) => name).sort()).toEqual([...FORMAT_NAMES].sort());
    for (const name of FORMAT_NAMES) expect(stdout).toContain(name);
    expect(stdout).toMatch(/hyperfine --export-json/);
  });
});

describe('coldbench compare', () => {
  test('two files of hyperfine: two runs on machines that nobody knows', async () => {
    const { exitCode, stdout, stderr } = await sandbox.run(['compare', old, fresh]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(words(stdout)).toMatch(/Two runs, apart in time/);
    expect(words(stdout)).toMatch(/machine Unknown for both sides, as is every other condition/);
    expect(stdout).toMatch(/^a .*▲ slower/m);
    expect(words(stdout)).toMatch(/1 of 30 runs of 'b' failed/);
  });

  test('three files: each with the first', async () => {
    const { stdout } = await sandbox.run(['compare', old, fresh, old]);
    expect(stdout.match(/coldbench compare: times of two files/g)).toHaveLength(2);
    expect(stdout).toMatch(/Both files hold the same times/);
  });

  test('one file: the commands with its first, unpaired', async () => {
    const { exitCode, stdout } = await sandbox.run(['compare', fresh]);
    expect(exitCode).toBe(0);
    expect(words(stdout)).toMatch(/commands of one file, each with the first/);
    expect(words(stdout)).toMatch(/Nothing is paired/);
    expect(stdout).toMatch(/^b .*▼ faster/m);
  });

  test('beside result sets: what can be compared as ever is, and the rest by times', async () => {
    const times = await write('named.json', [
      { command: 'hash/process/node', medianMs: 70 },
      { command: 'b' },
    ]);
    const { exitCode, stdout, stderr } = await sandbox.run(['compare', set, times, set]);
    expect(exitCode, stderr).toBe(0);
    expect(stdout).toMatch(/^coldbench compare: two runs$/m);
    expect(stdout).toMatch(/^hash\/process\/node .*▲ slower/m);
    expect(words(stdout)).toMatch(
      /Of two kinds\. Old: from the launch to the last byte of the first response/,
    );
    const json = JSON.parse((await sandbox.run(['compare', set, times, set, '--json'])).stdout);
    expect(json.comparisons).toMatchObject([{ design: 'independent' }]);
    expect(json.timesComparisons).toMatchObject([{ kind: 'times', hiddenDifferences: null }]);
  });

  test('--json has the rows of any comparison, and null for what a file of hyperfine lacks', async () => {
    const { stdout } = await sandbox.run(['compare', old, fresh, '--json']);
    const json = JSON.parse(stdout);
    expect(json).toMatchObject({ schema: 'coldbench-comparison/1', familyAlpha: 0.01, comparisons: [] });
    expect(json.timesComparisons).toMatchObject([
      {
        old: { name: old, writer: 'hyperfine', startedAt: null, blocks: null, runs: 60 },
        hiddenDifferences: null,
        refused: false,
        caveats: [{ label: 'times' }, { label: 'answers' }, { label: 'machine' }],
        subjects: [
          {
            subject: 'a',
            runner: null,
            rows: [{ metric: 'time', verdict: 'slower', oldMedianNs: expect.any(Number) }],
          },
          { subject: 'b' },
        ],
      },
    ]);
  });

  test('--fail-on fails for a verdict, and for a command of which every run failed', async () => {
    const slower = await sandbox.run(['compare', old, fresh, '--fail-on', 'slower']);
    expect(slower).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(/^coldbench: a: time is slower \(\+20/),
    });
    const broken = await write('broken.json', [{ command: 'a' }, { command: 'b', n: 2, exitCodes: [1, 1] }]);
    expect(await sandbox.run(['compare', old, broken, '--fail-on', 'slower'])).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(/b: no trial succeeded in .*broken\.json/),
    });
    expect(await sandbox.run(['compare', old, old, '--fail-on', 'slower'])).toMatchObject({ exitCode: 0 });
  });

  test('is explained by --help', async () => {
    expect((await sandbox.run(['compare', '--help'])).stdout).toMatch(/hyperfine --export-json/);
  });
});

describe('a file that begins like one of hyperfine and is none', () => {
  test.each([
    ['{"results": []}', /results must not be empty/],
    ['{"results": [{"command": "a"}]}', /results\[0\]\.times is missing/],
    ['{"results": [{"command": "a", "times": [NaN]}]}', /is not JSON/],
    ['{"results": [{"command": "a", "times": [-1]}]}', /results\[0\]\.times\[0\] must be at least 0, is -1/],
  ])('%s is refused by show and compare, with the file, the field and a remedy', async (text, message) => {
    const path = file('malformed.json');
    await writeFile(path, text);
    for (const args of [
      ['show', path],
      ['show', path, '--json'],
      ['compare', path],
      ['compare', old, path],
    ]) {
      const { exitCode, stdout, stderr } = await sandbox.run(args);
      expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
      expect(stderr).toMatch(message);
      expect(stderr).toMatch(/malformed\.json/);
      expect(stderr).toMatch(/hyperfine --export-json FILE COMMAND/);
      expect(stderr).not.toMatch(/^\s+at /m);
    }
  });

  test.each([
    [['compare', 'ONE'], /holds one command.*NEW\.json/s, 2],
    [['compare', 'OLD', 'OLD', '--metric', 'rss'], /has no rss/, 2],
    [['compare', 'OLD', 'SET'], /There is no command to compare.*only in/s, 1],
    [['report', 'OLD'], /is an export of hyperfine/, 1],
    [['validate', 'OLD'], /^$/, 1],
  ])('%j', async (args, message, code) => {
    const paths: Record<string, string> = { OLD: old, SET: set, ONE: await write('one.json', [{}]) };
    const { exitCode, stderr } = await sandbox.run(args.map((arg) => paths[arg] ?? arg));
    expect(exitCode).toBe(code);
    expect(stderr).toMatch(message);
  });
});
