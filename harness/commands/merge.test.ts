import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeSamplePart } from '../fleet/testing/sample-part.ts';
import { CommandSandbox } from '../testing/command.ts';

let sandbox: CommandSandbox;
beforeAll(async () => {
  sandbox = await CommandSandbox.create();
  await writeFile(join(sandbox.folder, 'other.ts'), 'export const handler = () => ({ other: true });');
  const workloads = ['--workload', 'noop', '--workload', './other.ts', '--runners', 'process'];
  await sandbox.run([
    'plan',
    ...workloads,
    '--blocks',
    '13',
    '--warm-calls',
    '2',
    '--seed',
    '3',
    '--split',
    '2',
  ]);
  for (const part of ['1', '2']) {
    await sandbox.run([
      'bench',
      '--plan',
      'plan',
      '--part',
      part,
      '--out',
      `part-${part}.ndjson`,
      '--label',
      `on=${part}`,
    ]);
  }
});
afterAll(() => sandbox.remove());

interface Line {
  readonly kind: string;
  readonly [field: string]: unknown;
}

const lines = async (name: string): Promise<Line[]> =>
  (await readFile(join(sandbox.folder, name), 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

const ofKind = (records: readonly Line[], kind: string): Line[] => records.filter((one) => one.kind === kind);

/** Numbers in a merged file are other ones; everything else of a trial is what was measured. */
const measured = ({ trial: _, block: _block, ...rest }: Line) => rest;

describe('coldbench plan, bench --plan and merge', () => {
  it('make one set of two parts: sound, with all blocks, every figure as it was measured', async () => {
    const merged = await sandbox.run(['merge', 'part-2.ndjson', 'part-1.ndjson', '--out', 'merged.ndjson']);
    expect(merged, merged.stderr).toMatchObject({ exitCode: 0 });
    expect(merged.stdout).toMatch(/Merged 2 parts into merged\.ndjson\.\nFrom 1 machine: /);
    expect(await sandbox.run(['validate', 'merged.ndjson'])).toMatchObject({ exitCode: 0 });
    const [one, two, both] = await Promise.all(
      ['part-1.ndjson', 'part-2.ndjson', 'merged.ndjson'].map(lines),
    );
    const trials = [one ?? [], two ?? []].flatMap((records) => ofKind(records, 'trial'));
    // Thirteen measured blocks and a warm-up block on each machine, of two subjects.
    expect(trials).toHaveLength(30);
    expect(ofKind(both ?? [], 'trial').map(measured)).toEqual(trials.map(measured));
  });

  it('measure the very code that the plan has, in an order of their own', async () => {
    const [one, two] = await Promise.all(['part-1.ndjson', 'part-2.ndjson'].map(lines));
    const { workloads } = JSON.parse(await readFile(join(sandbox.folder, 'plan/plan.json'), 'utf8'));
    for (const part of [one ?? [], two ?? []]) {
      const digests = ofKind(part, 'workload').map(({ handlerSha256 }) => handlerSha256);
      expect(digests).toEqual(workloads.map((planned: Line) => planned.handlerSha256));
    }
    expect(one?.[0]).toMatchObject({ part: { part: '1', planSeed: 3, mode: 'split' }, labels: { on: '1' } });
    expect(one?.[0]?.seed).not.toBe(two?.[0]?.seed);
  });

  it('show tells what it was merged from, and that both parts ran on one machine', async () => {
    const { stdout, exitCode } = await sandbox.run(['show', 'merged.ndjson']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(
      /Merged from 2 parts of one plan, run on 1 machine: 13 blocks \(and 2 to warm up\)/,
    );
    expect(stdout).toMatch(/machines {2,}Merged from 2 parts on 1 machine/);
    const json = await sandbox.run(['show', 'merged.ndjson', '--json']);
    expect(JSON.parse(json.stdout)).toMatchObject({
      merged: { machines: 1, parts: [{ part: '1', labels: { on: '1' } }, { part: '2' }] },
    });
  });

  it('compare reads it like any other: its workloads block by block, and beside one of its parts', async () => {
    const within = await sandbox.run(['compare', 'merged.ndjson']);
    expect(within, within.stderr).toMatchObject({ exitCode: 0 });
    expect(within.stdout).toMatch(/two workloads of one run, block by block[\s\S]*13 blocks/);
    const beside = await sandbox.run(['compare', 'part-1.ndjson', 'merged.ndjson']);
    expect(beside, beside.stderr).toMatchObject({ exitCode: 0 });
    expect(beside.stdout.replaceAll(/\s+/g, ' ')).toMatch(/merged\.ndjson was merged from 2 parts/);
  });

  it('name the part that is missing, and merge without it when asked', async () => {
    const refused = await sandbox.run(['merge', 'part-2.ndjson', '--out', 'one.ndjson']);
    expect(refused).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(/Part 1 is missing/) });
    const asked = ['merge', 'part-2.ndjson', '--out', 'one.ndjson', '--allow-incomplete', '--json'];
    const merged = await sandbox.run(asked);
    expect(merged).toMatchObject({ exitCode: 0 });
    expect(JSON.parse(merged.stdout)).toMatchObject({
      schema: 'coldbench-merge/1',
      sets: [{ path: 'one.ndjson', merged: true, parts: ['2'] }],
      incomplete: ['Part 1 is missing.'],
    });
    expect(await sandbox.run(['validate', 'one.ndjson'])).toMatchObject({ exitCode: 0 });
  });
});

describe('coldbench merge of unlike machines', () => {
  const twoKinds = async (name: string, mode: 'split' | 'replicate'): Promise<string[]> => {
    const folder = join(sandbox.folder, name);
    await mkdir(folder);
    const plan = { mode, parts: ['1', '2'] };
    const paths = [
      await writeSamplePart(folder, '1', { plan }),
      await writeSamplePart(folder, '2', { plan, machine: { arch: 'arm64\u001b[2J' } }),
    ];
    return paths.map((path) => path.slice(sandbox.folder.length + 1));
  };

  it('keeps replicates apart, and the command that it gives compares them', async () => {
    const paths = await twoKinds('replicates', 'replicate');
    const { exitCode, stdout } = await sandbox.run(['merge', ...paths, '--out', 'replicates/merged.ndjson']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/The machines are of 2 kinds[\s\S]*arch: x64 → arm64\n/);
    expect(stdout).not.toContain('\u001b');
    const command = stdout.match(/npx coldbench (compare --across-machines \S+ \S+)/)?.[1]?.split(' ') ?? [];
    expect(command.slice(2)).toEqual(paths);
    expect(await sandbox.run(command)).toMatchObject({ exitCode: 0 });
  });

  it('fails for parts that were to share blocks: the set that was asked for cannot be', async () => {
    const paths = await twoKinds('shares', 'split');
    const { exitCode, stdout } = await sandbox.run(['merge', ...paths, '--out', 'shares/merged.ndjson']);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/kept apart/);
  });
});

describe('wrong usage of coldbench merge', () => {
  it.each<[string[], RegExp]>([
    [['part-1.ndjson'], /--out/],
    [['--out', 'x.ndjson'], /missing required argument 'file'/],
  ])('%j', async (args, message) => {
    const { exitCode, stderr } = await sandbox.run(['merge', ...args]);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(message);
  });

  it('names a file that is not there', async () => {
    const { exitCode, stderr } = await sandbox.run(['merge', 'absent.ndjson', '--out', 'x.ndjson']);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/There is no file absent\.ndjson/);
  });
});
