import { createHash } from 'node:crypto';
import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CommandSandbox, type Finished } from '../testing/command.ts';

let sandbox: CommandSandbox;
beforeAll(async () => {
  sandbox = await CommandSandbox.create();
  await writeFile(join(sandbox.folder, 'mine.ts'), 'export const handler = (event: unknown) => ({ event });');
  await writeFile(join(sandbox.folder, 'event.json'), '{"a":1}');
  await sandbox.run([...PLAN, '--split', '2', '--out', 'plan']);
});
afterAll(() => sandbox.remove());

const PLAN = [
  'plan',
  '--workload',
  './mine.ts',
  '--input',
  'event.json',
  '--runners',
  'process',
  '--seed',
  '5',
];
const QUICK = ['--blocks', '4', '--warm-calls', '2'];

const inSandbox = (...path: string[]): string => join(sandbox.folder, ...path);
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** A copy of the sound plan, for a test to break. */
async function copyOfPlan(name: string): Promise<string> {
  await cp(inSandbox('plan'), inSandbox(name), { recursive: true });
  return inSandbox(name);
}

const runPart = (plan: string, ...more: string[]): Promise<Finished> =>
  sandbox.run(['bench', '--plan', plan, '--part', '1', '--out', `${plan}.ndjson`, ...more]);

describe('coldbench plan', () => {
  it('writes the code and the event beside the plan, each under its digest', async () => {
    const plan = JSON.parse(await readFile(inSandbox('plan/plan.json'), 'utf8'));
    expect(plan).toMatchObject({
      kind: 'coldbench-plan',
      version: 1,
      mode: 'split',
      seed: 5,
      runners: ['process'],
      workloads: [{ workload: 'mine', inputBytes: 7, expectedSha256: null }],
      parts: [{ part: '1' }, { part: '2' }],
    });
    for (const [folder, extension, field] of [
      ['handlers', '.mjs', 'handlerSha256'],
      ['inputs', '.json', 'inputSha256'],
    ] as const) {
      const names = await readdir(inSandbox('plan', folder));
      expect(names).toEqual([`${plan.workloads[0][field]}${extension}`]);
      expect(`${sha256(await readFile(inSandbox('plan', folder, names[0] ?? '')))}${extension}`).toBe(
        names[0],
      );
    }
  });

  it('is the same plan, byte for byte, when it is made again with the same seed', async () => {
    await sandbox.run([...PLAN, '--split', '2', '--out', 'again']);
    expect(await readFile(inSandbox('again/plan.json'))).toEqual(await readFile(inSandbox('plan/plan.json')));
  });

  it('says what to run on each machine, and prints the plan with --json', async () => {
    const { stdout, exitCode } = await sandbox.run([
      ...PLAN,
      ...QUICK,
      '--replicate',
      'a,b',
      '--out',
      'said',
    ]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/npx coldbench bench --plan said --part a --out part\.ndjson/);
    const json = await sandbox.run([...PLAN, ...QUICK, '--replicate', 'a,b', '--out', 'json', '--json']);
    const parts = [
      { part: 'a', seed: 5 },
      { part: 'b', seed: 5 },
    ];
    expect(JSON.parse(json.stdout)).toMatchObject({ mode: 'replicate', parts });
    expect(JSON.parse(json.stdout)).toEqual(JSON.parse(await readFile(inSandbox('json/plan.json'), 'utf8')));
  });

  it('never overwrites a plan, whose parts may be running', async () => {
    const before = await readFile(inSandbox('plan/plan.json'));
    const { exitCode, stderr } = await sandbox.run([...PLAN, '--seed', '9', '--split', '3', '--out', 'plan']);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/plan\.json exists already/);
    expect(await readFile(inSandbox('plan/plan.json'))).toEqual(before);
  });

  it.each<[string[], RegExp]>([
    [[], /How do the machines relate[\s\S]*--split N[\s\S]*--replicate N/],
    [['--split', '2', '--replicate', '2'], /not both/],
    [['--split', '5', ...QUICK], /4 blocks cannot be shared among 5 parts/],
    [['--split', '0'], /from 1 to 1000/],
    [['--split', 'a,a'], /Two parts are called 'a'/],
    [['--replicate', 'a,../b'], /'\.\.\/b' cannot name a part/],
    [['--split', '2', '--runners', 'proces'], /did you mean 'process'/],
  ])('%j is wrong usage', async (more, message) => {
    const { exitCode, stderr } = await sandbox.run([...PLAN, '--out', 'wrong', ...more]);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(message);
    await expect(readdir(inSandbox('wrong'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('coldbench bench --plan', () => {
  it('refuses a handler that is not the one of the plan, and says which', async () => {
    const plan = await copyOfPlan('other-handler');
    const [name = ''] = await readdir(join(plan, 'handlers'));
    await writeFile(join(plan, 'handlers', name), 'export const handler = () => 1;');
    const { exitCode, stderr } = await runPart(plan);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      /handlers\/[0-9a-f]{64}\.mjs is not the handler of mine .* its SHA-256 is [0-9a-f]{64}/,
    );
  });

  it('refuses an event that is not the one of the plan, such as one with other line ends', async () => {
    const plan = await copyOfPlan('other-event');
    const [name = ''] = await readdir(join(plan, 'inputs'));
    await writeFile(join(plan, 'inputs', name), '{"a":1}\r\n');
    const { exitCode, stderr } = await runPart(plan);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/is not the event of mine/);
  });

  it('names a file that did not come along', async () => {
    const plan = await copyOfPlan('no-handlers');
    await rm(join(plan, 'handlers'), { recursive: true });
    const { exitCode, stderr } = await runPart(plan);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/the handler of mine, cannot be read[\s\S]*whole folder/);
  });

  it.each<[string, (text: string) => string, RegExp]>([
    [
      'another coldbench',
      (text) => text.replace(/"harnessVersion": "[^"]+"/, '"harnessVersion": "9.9.9"'),
      /was made for coldbench 9\.9\.9; this is/,
    ],
    [
      'a later form',
      (text) => text.replace('"version": 1', '"version": 2'),
      /version 2 of plans; this coldbench reads 1/,
    ],
    [
      'a part that leaves its folder',
      (text) => text.replace('"part": "1"', '"part": "../1"'),
      /parts\[0\]\.part must match/,
    ],
    [
      'a workload that leaves its folder',
      (text) => text.replace('"workload": "mine"', '"workload": "../x"'),
      /workloads\[0\]\.workload must match/,
    ],
    [
      'no runner',
      (text) => text.replace(/"runners": \[[^\]]*\]/, '"runners": []'),
      /runners must not be empty/,
    ],
    ['half of it', (text) => text.slice(0, 200), /it is not JSON/],
    ['something else', () => '{"kind":"manifest"}', /its `kind` is not coldbench-plan/],
  ])('refuses a plan of %s', async (name, change, message) => {
    const plan = await copyOfPlan(name.replaceAll(' ', '-'));
    await writeFile(join(plan, 'plan.json'), change(await readFile(join(plan, 'plan.json'), 'utf8')));
    const { exitCode, stderr } = await runPart(plan);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(message);
  });

  it.each<[string[], RegExp]>([
    [['--plan', 'plan'], /several parts[\s\S]*--part: 1, 2/],
    [['--plan', 'plan', '--part', '3'], /no part '3'[\s\S]*--part: 1, 2/],
    [['--plan', 'absent', '--part', '1'], /absent[\s\S]*coldbench plan --out/],
    [['--part', '1'], /--plan is absent/],
    [['--plan', 'plan', '--part', '1', '--blocks', '3'], /--blocks is what the plan says/],
    [['--plan', 'plan', '--part', '1', '--seed', '3'], /--seed is what the plan says/],
    [['--plan', 'plan', '--part', '1', '--workload', 'noop'], /--workload is what the plan says/],
    [['--plan', 'plan', '--part', '1', '--quick'], /--quick is what the plan says/],
  ])('%j is wrong usage', async (args, message) => {
    const { exitCode, stderr } = await sandbox.run(['bench', ...args]);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(message);
  });

  it('refuses a machine on which a planned runner does not work, instead of measuring other blocks', async () => {
    const runners = ['--runners', 'process,container', '--replicate', '1', '--out', 'container'];
    await sandbox.run([...PLAN, ...QUICK, ...runners]);
    const { exitCode, stderr } = await sandbox.run(['bench', '--plan', 'container', '--out', 'c.ndjson'], {
      DOCKER_HOST: `unix://${inSandbox('no-engine.sock')}`,
    });
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/The plan measures container, which does not work here/);
    await expect(readFile(inSandbox('c.ndjson'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
