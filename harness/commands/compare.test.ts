import { readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { main } from '../cli.ts';
import { type SampleSet, writeSampleSet } from '../compare/testing/sample-set.ts';
import { parseXml } from '../formats/testing/parse-xml.ts';
import { CommandSandbox } from '../testing/command.ts';

let sandbox: CommandSandbox;
beforeAll(async () => {
  sandbox = await CommandSandbox.create();
});
afterAll(() => sandbox.remove());

const path = (name: string): string => join(sandbox.folder, name);
const write = (name: string, set: SampleSet): Promise<string> =>
  writeSampleSet(path(name), { blocks: 20, ...set });

/** `coldbench compare ARGUMENTS` in this process. */
async function compare(...args: readonly string[]) {
  const output = { stdout: '', stderr: '' };
  const into = (stream: keyof typeof output): Writable =>
    new Writable({
      write(chunk, _encoding, done) {
        output[stream] += String(chunk);
        done();
      },
    });
  const io = { stdout: into('stdout'), stderr: into('stderr'), env: { LANG: 'C.UTF-8' } };
  return { exitCode: await main(['compare', ...args], io), ...output };
}

/** Without the line breaks that the width brings. */
const words = (text: string): string => text.replace(/\s+/g, ' ');

const BOTH = [{}, { runner: 'container', coldMs: 200 }] as const;
let old: string;
let slower: string;
let elsewhere: string;
let workloads: string;
beforeAll(async () => {
  old = await write('old.ndjson', { seed: 1, subjects: BOTH });
  slower = await write('slower.ndjson', {
    seed: 2,
    subjects: [{ coldMs: 60, loadMs: 20, rssMb: 60 }, BOTH[1]],
  });
  elsewhere = await write('elsewhere.ndjson', { seed: 3, subjects: BOTH, machine: { cpuModel: 'AMD EPYC' } });
  workloads = await write('workloads.ndjson', {
    seed: 4,
    subjects: [{ workload: 'a' }, { workload: 'b', coldMs: 55 }, { workload: 'c', coldMs: 45 }],
  });
});

describe('what is compared', () => {
  test('two files: where the change sits is said in words', async () => {
    const { exitCode, stdout, stderr } = await compare(old, slower);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(words(stdout)).toMatch(
      /new starts \d+\.\d% slower than old \(\S+ ms, most of it in "load workload"\)/,
    );
    expect(stdout).toMatch(/memory \(RSS\).*▲ larger/);
  });

  test('three files: each with the first', async () => {
    const { stdout } = await compare(old, slower, old);
    expect(stdout.match(/coldbench compare: two runs/g)).toHaveLength(2);
    expect(stdout).toMatch(/Both files hold the same run/);
  });

  test('one file with several workloads: each with the first, by block', async () => {
    const { exitCode, stdout } = await compare(workloads);
    expect(exitCode).toBe(0);
    expect(stdout.match(/two workloads of one run/g)).toHaveLength(2);
    expect(stdout).toMatch(/'b' starts .*% slower than 'a'/);
    expect(stdout).toMatch(/'c' starts .*% faster than 'a'/);
  });

  test('only the metrics that are named, at the threshold that is given', async () => {
    const { stdout } = await compare(old, slower, '--metric', 'rss', '--threshold', '50%');
    expect(stdout).toMatch(/memory \(RSS\).*= same/);
    expect(stdout).toMatch(/less than 50%/);
    expect(stdout).not.toMatch(/cold start|warm/);
  });
});

describe('--json', () => {
  test('prints one comparison a file, and nothing else', async () => {
    const { exitCode, stdout, stderr } = await compare(old, slower, elsewhere, '--json');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const json = JSON.parse(stdout);
    expect(json).toMatchObject({ schema: 'coldbench-comparison/1', familyAlpha: 0.01 });
    expect(json.comparisons).toMatchObject([{ refused: false }, { refused: true }]);
    expect(json.comparisons[0].subjects[0].rows[0]).toMatchObject({ metric: 'coldStart', verdict: 'slower' });
  });
});

describe('--format', () => {
  test('writes markdown and JUnit; the exit code goes by --fail-on alone', async () => {
    const markdown = await compare(old, slower, '--format', 'markdown');
    expect(markdown).toMatchObject({
      exitCode: 0,
      stderr: '',
      stdout: expect.stringMatching(/^## \d+ slower/),
    });
    const junit = await compare(old, slower, '--format', 'junit');
    expect(junit).toMatchObject({ exitCode: 0, stderr: '' });
    expect(parseXml(junit.stdout).filter(({ name }) => name === 'failure').length).toBeGreaterThan(0);
    const gate = await compare(old, slower, '--format', 'junit', '--fail-on', 'faster');
    expect(gate).toMatchObject({ exitCode: 0, stdout: expect.not.stringMatching(/<failure/) });
    expect(await compare(old, slower, '--format', 'junit', '--fail-on', 'slower')).toMatchObject({
      exitCode: 1,
      stdout: expect.stringMatching(/<failure/),
    });
  });

  test('of several files has a suite each', async () => {
    const { stdout } = await compare(old, slower, elsewhere, '--format', 'junit');
    expect(parseXml(stdout).filter(({ name }) => name === 'testsuite')).toHaveLength(2);
  });
});

describe('--fail-on', () => {
  test.each([
    ['slower', 1, /hash\/process\/node: cold start is slower \(\+\d.*%\)/],
    ['slower,inconclusive', 1, /is inconclusive\./],
    ['faster', 0, /^$/],
  ])('%s exits with %i', async (verdicts, code, message) => {
    const { exitCode, stdout, stderr } = await compare(old, slower, '--fail-on', verdicts);
    expect(exitCode).toBe(code);
    expect(stderr).toMatch(message);
    expect(stdout).toMatch(/In words/);
  });

  test('looks at phases only when they are named', async () => {
    const phases = /start|load workload|boot runtime/;
    const { stderr } = await compare(old, slower, '--fail-on', 'slower', '--metric', 'coldStart');
    expect(stderr.split('\n').filter((line) => /node: (?!cold start)/.test(line))).toEqual([]);
    const named = await compare(old, slower, '--fail-on', 'slower', '--metric', 'phase.workloadLoaded');
    expect(named).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(phases) });
  });

  test('fails when a subject could not be judged: another machine, or all of its trials failed', async () => {
    expect(await compare(old, elsewhere, '--fail-on', 'slower')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(/another machine/),
    });
    expect(await compare(old, elsewhere, '--fail-on', 'slower', '--across-machines')).toMatchObject({
      exitCode: 0,
    });
    const broken = await write('lost.ndjson', {
      seed: 6,
      subjects: [{}, { runner: 'container', fails: 'always' }],
    });
    expect(await compare(old, broken, '--fail-on', 'slower')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(/hash\/container\/node: no trial succeeded in .*lost\.ndjson/),
    });
    expect(await compare(old, broken)).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/20 failed/),
    });
  });
});

describe('different machines', () => {
  test('are refused, with what differs and the ratios that compare', async () => {
    const { exitCode, stdout } = await compare(old, elsewhere);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/different machines \(CPU model differ\)/);
    expect(stdout).toMatch(/--across-machines/);
    expect(stdout).toMatch(/container +4\.\d+ +\[.*\] +1\.0\d+ \[|container +4\.\d+ +\[.*\] +0\.99\d* \[/);
    expect(stdout).not.toMatch(/verdict/);
  });

  test('are compared when that is asked for, with a caution', async () => {
    const { stdout } = await compare(old, elsewhere, '--across-machines');
    expect(stdout).toMatch(/The machines differ, as was asked for/);
    expect(stdout).toMatch(/verdict/);
  });
});

describe('an emulated machine and a real one', () => {
  test('are not compared in any way, unless that is allowed: then every row is labelled', async () => {
    const machine = { arch: 'arm64', emulated: true };
    const emulated = await write('emulated.ndjson', { seed: 8, subjects: BOTH, machine, calibration: 5 });
    for (const args of [
      [old, emulated],
      [emulated, old, '--across-machines'],
      [old, slower, emulated, '--json'],
      [old, emulated, '--fail-on', 'slower'],
    ]) {
      const { exitCode, stdout, stderr } = await compare(...args);
      expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
      expect(words(stderr)).toMatch(/emulated\.ndjson was measured on an emulated arm64 .*--allow-emulated/);
    }
    const ratios = await compare(old, emulated, '--allow-emulated');
    expect(ratios).toMatchObject({ exitCode: 0, stderr: '' });
    expect(ratios.stdout).toMatch(/^container \[new emulated\] +[34]\.\d+/m);
    expect(ratios.stdout).not.toMatch(/verdict/);
    const asked = await compare(emulated, old, '--allow-emulated', '--across-machines');
    expect(asked.stdout).toMatch(/── hash\/process\/node \[old emulated\]/);
    expect(words(asked.stdout)).toMatch(/The instructions of \S+emulated\.ndjson were translated/);
  });

  test('in JSON say so of each side, subject and ratio', async () => {
    const { stdout } = await compare(old, path('emulated.ndjson'), '--allow-emulated', '--json');
    expect(JSON.parse(stdout).comparisons).toMatchObject([
      {
        old: { arch: 'x64', emulated: false },
        new: { arch: 'arm64', emulated: true },
        subjects: [{ emulated: 'new' }, { emulated: 'new' }],
        ratios: [{ emulated: 'new' }],
        machines: { calibration: { kernels: [] } },
      },
    ]);
  });
});

describe('files that are not what they should be', () => {
  const saneOutput = (text: string): void => {
    expect(text).not.toMatch(/NaN|Infinity|undefined/);
    expect(text).not.toMatch(/^\s+at /m);
  };

  test.each<[string, SampleSet, number, RegExp]>([
    ['without common rows', { subjects: [{ workload: 'other' }] }, 1, /no subject to compare.*only in/],
    ['with another event', { workloads: { hash: { inputSha256: 'd'.repeat(64) } } }, 1, /its input differs/],
    ['without an end', { ending: null }, 0, /is incomplete: the run was cut off/],
    ['interrupted', { ending: { stopReason: 'interrupted' } }, 0, /was interrupted/],
    ['of one trial', { blocks: 1 }, 0, /1 trial cannot tell, 6 are the least/],
    ['of five trials', { blocks: 5 }, 0, /5 trials cannot tell/],
    ['with all-equal samples', { noise: 0 }, 0, /cold start/],
    [
      'with a subject that failed',
      { subjects: [{}, { runner: 'container', fails: 'always' }] },
      0,
      /no trial of it was completed/,
    ],
    ['in which everything failed', { subjects: [{ fails: 'always' }] }, 1, /has no completed trial/],
    ['with no blocks', { blocks: 0 }, 1, /has no completed trial/],
    ['without warm calls', { warmCalls: 0 }, 0, /cold start/],
  ])('%s', async (what, set, code, message) => {
    const file = await write(`${what}.ndjson`, { seed: 9, ...set });
    for (const args of [
      [old, file],
      [file, old],
    ]) {
      const { exitCode, stdout, stderr } = await compare(...args);
      expect(exitCode, stderr).toBe(code);
      expect(words(code === 0 ? stdout : stderr)).toMatch(message);
      saneOutput(stdout + stderr);
    }
    saneOutput((await compare(old, file, '--json')).stdout);
  });

  test('all-equal on both sides is the same, or a change that is certain', async () => {
    const [a, b] = [
      await write('equal-a.ndjson', { seed: 1, noise: 0 }),
      await write('equal-b.ndjson', { seed: 2, noise: 0 }),
    ];
    const { stdout } = await compare(a, b);
    expect(stdout.match(/= same/g)).toHaveLength(6);
    const c = await write('equal-c.ndjson', { seed: 3, noise: 0, subjects: [{ coldMs: 51 }] });
    expect((await compare(a, c)).stdout).toMatch(/cold start .*\+2\.0% \[\+2\.0%, \+2\.0%\] +▲ slower/);
  });

  test.each<[string, (text: string) => string, RegExp]>([
    [
      'of a newer schema',
      (text) => text.replace('"schemaVersion":1', '"schemaVersion":99'),
      /newer coldbench \(schema 99\)/,
    ],
    ['that was altered', (text) => text.replace('"position":0', '"position":1'), /is not what was written/],
    ['with a broken line', (text) => text.replace('"warmup":false', '"warmup":0'), /line \d+: warmup/],
    ['that is empty', () => '', /empty/],
    ['that is something else', () => 'hello', /not a coldbench result set/],
  ])('%s', async (what, change, message) => {
    const file = path(`${what}.ndjson`);
    await writeFile(file, change(await readFile(old, 'utf8')));
    const { exitCode, stdout, stderr } = await compare(old, file);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toMatch(message);
    saneOutput(stderr);
  });

  test('cut in the middle of a line', async () => {
    const file = path('cut.ndjson');
    const text = await readFile(old, 'utf8');
    await writeFile(file, text);
    await truncate(file, Math.floor(text.length * 0.7));
    expect(await compare(old, file)).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/cut\.ndjson is incomplete/),
    });
  });

  test('with names that would steer a terminal', async () => {
    const subjects = [{ variant: '\u001b[2J\u202e\u0007fake\nline' }];
    const [a, b] = [
      await write('hostile-a.ndjson', { seed: 1, subjects }),
      await write('hostile-b.ndjson', { seed: 2, subjects: [{}] }),
    ];
    const { exitCode, stderr } = await compare(a, b);
    expect(exitCode).toBe(1);
    expect(stderr).not.toMatch(/[\p{Cf}]|(?!\n)\p{Cc}/u);
  });
});

describe('wrong usage exits with 2 and says what to write', () => {
  test.each([
    [[], /missing required argument 'file'/],
    [['OLD', 'OLD', '--metric', 'coldstart'], /did you mean 'coldStart'/],
    [['OLD', 'OLD', '--metric', 'p50'], /warmP50/],
    [['OLD', 'OLD', '--threshold', '3'], /3%/],
    [['OLD', 'OLD', '--fail-on', 'slow'], /slower, faster, inconclusive/],
    [['OLD', 'OLD', '--format', 'xml'], /no format 'xml'.*markdown:.*junit:/s],
    [['OLD', 'OLD', '--format', 'junit', '--json'], /cannot be used with/],
    [['OLD'], /holds one workload.*NEW\.ndjson/s],
    [['OLD', 'OLD', '--acros-machines'], /--across-machines/],
  ])('%j', async (args, message) => {
    const { exitCode, stdout, stderr } = await compare(...args.map((arg) => (arg === 'OLD' ? old : arg)));
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });

  test('a file that is not there exits with 1', async () => {
    expect(await compare(old, path('absent.ndjson'))).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(/no file .*absent/),
    });
  });
});

test('the real command does the same', async () => {
  const { exitCode, stdout, stderr } = await sandbox.run(['compare', old, slower, '--fail-on', 'slower'], {
    COLUMNS: '120',
  });
  expect(exitCode, stderr).toBe(1);
  expect(stdout).toMatch(/▲ slower/);
  const help = await sandbox.run(['compare', '--help']);
  expect(help).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/Examples:\n {2}\$ /) });
});
