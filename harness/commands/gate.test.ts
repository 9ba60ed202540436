import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { resolveWorkload } from '../../workloads/index.ts';
import { loadComparable } from '../compare/load.ts';
import { ACCEPTED_SCHEMA } from '../gate/accepted/schema.ts';
import { gateSchema } from '../gate/json-schema.ts';
import { readResultSet } from '../model/codec.ts';
import type { EndRecord, ResultRecord } from '../model/schema.ts';
import { createResultSetWriter } from '../model/store.ts';
import { makeProbes, makeTwins } from '../selfcheck/probes.ts';
import { median } from '../stats/index.ts';
import { CommandSandbox, type Finished } from '../testing/command.ts';

let sandbox: CommandSandbox;
const file = (name: string): string => join(sandbox.folder, name);
const gate = (...args: string[]): Promise<Finished> => sandbox.run(['gate', ...args]);

/** Whatever else runs on the machine of the tests: what is tested here must not depend on it. */
const ANYHOW = ['--max-disturbed', '100%'];
/** One figure that has noise, of which two busy cores make much, and one that has none. */
const COLD = ['--metric', 'coldStart', '--threshold', '90%', ...ANYHOW];
const SIZE = ['--metric', 'artifactSize', ...ANYHOW];
const FAST = ['--runners', 'process', '--warm-calls', '0'];

const SHOP = 'export const handler = () => ({ price: 4 });\n';
const BIGGER = `const filling = ${JSON.stringify('x'.repeat(4000))};\nexport const handler = () => ({ price: filling.length > 1 ? 4 : 5 });\n`;

async function bench(name: string, ...args: string[]): Promise<string> {
  const out = file(name);
  const { exitCode, stderr } = await sandbox.run([
    ...['bench', '--workload', file('shop.ts'), ...FAST, '--out', out],
    ...args,
  ]);
  expect(exitCode, stderr).toBe(0);
  return out;
}

/** A copy of a result set in which records are not what they were, and the digest is right. */
async function doctored(
  from: string,
  name: string,
  change: (record: Exclude<ResultRecord, EndRecord>) => Exclude<ResultRecord, EndRecord>,
): Promise<string> {
  const writer = await createResultSetWriter(file(name));
  for await (const { record } of readResultSet(from)) {
    if (record.kind === 'end') await writer.end(record);
    else await writer.append(change(record.kind === 'manifest' ? { ...record, id: name } : record));
  }
  return writer.path;
}

/** As if the old code had started in a fifth of its time. */
const faster = (name: string): Promise<string> =>
  doctored(base, name, (record) =>
    record.kind === 'trial' && record.status === 'completed'
      ? Object.assign(
          { ...record },
          Object.fromEntries(
            Object.entries(record).map(([key, value]) =>
              /^(processStart|runtimeReady|workloadLoaded|ready|firstResponse)Ns$/.test(key)
                ? [key, Math.round(Number(value) / 5)]
                : [key, value],
            ),
          ),
        )
      : record,
  );

const leftovers = async (): Promise<string[]> =>
  (await readdir(sandbox.folder)).filter((name) => /^coldbench-\d+$/.test(name));

let base: string;
let tooFast: string;
let bigger: string;
beforeAll(async () => {
  sandbox = await CommandSandbox.create();
  await writeFile(file('shop.ts'), SHOP);
  base = await bench('base.ndjson', '--blocks', '30');
  tooFast = await faster('too-fast.ndjson');
  await writeFile(file('shop.ts'), BIGGER);
  bigger = await bench('bigger.ndjson', '--blocks', '1');
  await writeFile(file('shop.ts'), SHOP);
});
afterAll(() => sandbox.remove());

describe('what is measured again', () => {
  test('code that takes twice as long is confirmed, in the phase in which it is', async () => {
    const folder = file('slow');
    await mkdir(folder);
    const set = await loadComparable(base);
    const coldNs = median([...set.subjects.values()].flatMap((series) => series.of('coldStart').values));
    const { base: twin } = await makeTwins(await resolveWorkload(file('shop.ts')), folder);
    const [probe] = await makeProbes(twin, [1], coldNs ?? 0, folder);
    const module = join(folder, 'shop.ts');
    await writeFile(module, await readFile(probe?.workload.modulePath ?? '', 'utf8'));
    const measuring = ['--workload', module, ...FAST, '--blocks', '30', '--confirm-budget', '30s'];
    const { exitCode, stdout, stderr } = await gate(
      ...measuring,
      ...['--baseline', base, '--metric', 'coldStart', ...ANYHOW, '--out', file('gate-slow'), '--json'],
    );
    expect(exitCode, stdout + stderr).toBe(1);
    const result = gateSchema.parse(JSON.parse(stdout));
    expect(result).toMatchObject({ outcome: 'regression', pass: false });
    expect(result.rows[0]).toMatchObject({
      fate: 'confirmed',
      confirmation: { by: 'rerun' },
      mostlyIn: 'first response',
    });
    expect((await readdir(file('gate-slow'))).sort()).toEqual([
      'candidate.ndjson',
      'confirmation-1.ndjson',
      'gate.json',
    ]);
    expect(JSON.parse(await readFile(join(file('gate-slow'), 'gate.json'), 'utf8'))).toEqual(
      JSON.parse(stdout),
    );
    const sets = ['candidate.ndjson', 'confirmation-1.ndjson'].map((name) => join(file('gate-slow'), name));
    expect(await sandbox.run(['validate', ...sets])).toMatchObject({ exitCode: 0 });
    expect(await leftovers()).toEqual([]);
  });

  test('the same code passes', async () => {
    const { exitCode, stdout, stderr } = await gate(
      ...['--workload', file('shop.ts'), ...FAST, '--blocks', '30', '--confirm-budget', '20s'],
      ...['--baseline', base, ...COLD],
    );
    expect(exitCode, stdout + stderr).toBe(0);
    expect(stdout).toMatch(/^No regression: none of 1 row is slower by more than 90%/);
  });

  test('a false suspicion is cleared', async () => {
    const { exitCode, stdout, stderr } = await gate(
      base,
      ...['--baseline', tooFast, ...COLD, '--confirm-budget', '20s', '--out', file('gate-cleared')],
    );
    expect(exitCode, stdout + stderr).toBe(0);
    expect(stdout).toMatch(/suspected → cleared/);
    expect(stdout).toMatch(/1 cleared by measuring old and\s+new\s+code\s+again/);
  });
});

describe('what is not in the cache', () => {
  const elsewhere = (...args: string[]): Promise<Finished> =>
    sandbox.run(['gate', ...args], { COLDBENCH_CACHE_DIR: file('another-cache') });

  test('cannot be confirmed: cannot tell, with what to do', async () => {
    const { exitCode, stdout } = await elsewhere(base, '--baseline', tooFast, ...COLD);
    expect(exitCode).toBe(2);
    expect(stdout).toMatch(/^Cannot tell: cold start of shop as process .*neither\s+side\s+of the code/s);
    expect(stdout).toMatch(/--baseline-artifact/);
  });

  test('nor can it be on another machine than the one that both were measured on', async () => {
    const moved = (from: string, name: string): Promise<string> =>
      doctored(from, name, (record) =>
        record.kind === 'manifest' ? { ...record, machine: { ...record.machine, cpuModel: 'Z80' } } : record,
      );
    const [old, candidate] = [await moved(tooFast, 'old-z80.ndjson'), await moved(base, 'new-z80.ndjson')];
    expect(await gate(candidate, '--baseline', old, ...COLD)).toMatchObject({
      exitCode: 2,
      stdout: expect.stringMatching(/not\s+the\s+machine/),
    });
  });

  test('passes when what cannot be told is told to pass', async () => {
    const args = [base, '--baseline', tooFast, ...COLD, '--inconclusive=pass'];
    expect(await elsewhere(...args)).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/^Cannot tell, which was told to pass/),
    });
  });

  test('is measured from a module that is named', async () => {
    const handlers = file('cache/handlers');
    const record = (await loadComparable(tooFast)).workloads.get('shop');
    const gone = await doctored(tooFast, 'gone.ndjson', (one) =>
      one.kind === 'workload' ? { ...one, handlerSha256: 'f'.repeat(64) } : one,
    );
    expect(await readdir(handlers)).toContain(`${record?.handlerSha256}.mjs`);
    const args = [base, '--baseline', gone, ...COLD, '--confirm-budget', '20s'];
    expect(
      await gate(...args, '--baseline-module', file('shop.ts'), '--out', file('by-module')),
    ).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/suspected → cleared/),
    });
  });
});

describe('a larger artifact of the same tools', () => {
  test('is confirmed at once: a size has no noise', async () => {
    const { exitCode, stdout } = await gate(bigger, '--baseline', base, ...SIZE);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^Regression confirmed: artifact size of shop as process \+\d/);
  });

  test('is a candidate of its own when the old code ran in its blocks', async () => {
    await writeFile(file('shop.ts'), BIGGER);
    const both = await bench('both.ndjson', '--blocks', '2', '--baseline-artifact', base);
    await writeFile(file('shop.ts'), SHOP);
    const { exitCode, stdout } = await gate(
      both,
      ...SIZE,
      '--confirm-budget',
      '1s',
      '--out',
      file('gate-both'),
    );
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/the old code, in the candidate's own blocks/);
  });

  test('that people accept passes from then on, and until its last day', async () => {
    const accepted = file('list.json');
    const args = [bigger, '--baseline', base, ...SIZE, '--accepted', accepted];
    const accept = ['--accept', '--reason', 'a table of prices', '--by', 'Ada', '--expires', '2999-01-31'];
    expect(await gate(...args)).toMatchObject({ exitCode: 3 });
    expect(await gate(...args, ...accept)).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/Accepted from now on: artifactSize of shop as process slower by up to/),
    });
    const list = JSON.parse(await readFile(accepted, 'utf8'));
    expect(list).toMatchObject({
      schema: ACCEPTED_SCHEMA,
      accepted: [{ workload: 'shop', reason: 'a table of prices', by: 'Ada', expires: '2999-01-31' }],
    });
    const again = await gate(...args, '--json');
    expect(again.exitCode).toBe(0);
    expect(JSON.parse(again.stdout).rows).toMatchObject([{ fate: 'accepted', acceptedBy: { by: 'Ada' } }]);
    const [entry] = list.accepted;
    await writeFile(accepted, JSON.stringify({ ...list, accepted: [{ ...entry, expires: '2026-01-31' }] }));
    expect(await gate(...args)).toMatchObject({
      exitCode: 1,
      stdout: expect.stringMatching(/No longer accepted, since 2026-01-31 is over/),
    });
    // It is a list beside the history, if there is one.
    await mkdir(file('kept'));
    await writeFile(file('kept/accepted.json'), JSON.stringify(list));
    const beside = await gate(bigger, '--baseline', base, ...SIZE, '--history', file('kept'));
    expect(beside.exitCode, beside.stdout).toBe(0);
  });
});

describe('a history', () => {
  test('has the last good run, and a first run may pass without one', async () => {
    const history = file('history');
    const args = [bigger, '--baseline', 'last-good', ...SIZE];
    const inHistory = ['--history', history];
    expect(await gate(...args, ...inHistory)).toMatchObject({
      exitCode: 4,
      stdout: expect.stringMatching(/^No baseline: There is no run in the history/),
    });
    expect(await gate(...args, ...inHistory, '--no-baseline=pass')).toMatchObject({ exitCode: 0 });
    await mkdir(join(history, 'runs/2026/03'), { recursive: true });
    await writeFile(join(history, 'runs/2026/03/run.ndjson'), await readFile(base));
    const found = await gate(...args, ...inHistory, '--no-baseline=pass');
    expect(found.exitCode, found.stdout).toBe(1);
    const { exitCode } = await sandbox.run(['gate', ...args], { COLDBENCH_HISTORY: history });
    expect(exitCode).toBe(1);
  });
});

describe('surroundings', () => {
  test('of another machine exit with 4', async () => {
    const other = await doctored(base, 'other-machine.ndjson', (record) =>
      record.kind === 'manifest' ? { ...record, machine: { ...record.machine, cpuModel: 'Z80' } } : record,
    );
    expect(await gate(base, '--baseline', other, ...COLD)).toMatchObject({
      exitCode: 4,
      stdout: expect.stringMatching(/^Unfit to judge: .*different machines \(CPU model\)/),
    });
  });

  test('that are not quiet enough exit with 4', async () => {
    const loud = await doctored(base, 'loud.ndjson', (record) =>
      record.kind === 'manifest' ? { ...record, quietness: { score: 10, findings: [] } } : record,
    );
    const args = ['--baseline', base, ...COLD, '--min-quietness', '11'];
    expect(await gate(loud, ...args)).toMatchObject({
      exitCode: 4,
      stdout: expect.stringMatching(/10 of 100/),
    });
  });

  test('without any runner that was asked for exit with 4', async () => {
    const args = ['--workload', file('shop.ts'), '--runners', 'container', '--baseline', base, ...COLD];
    const noEngine = { DOCKER_HOST: `unix://${file('no.sock')}` };
    expect(await sandbox.run(['gate', ...args], noEngine)).toMatchObject({ exitCode: 4, stdout: '' });
  });
});

test('a handler that cannot be measured is no regression: cannot tell', async () => {
  await mkdir(file('broken'));
  await writeFile(
    file('broken/shop.ts'),
    'export const handler = () => { throw new Error("it will not do"); };',
  );
  const args = ['--workload', file('broken/shop.ts'), ...FAST, '--baseline', base, ...COLD];
  const { exitCode, stderr } = await gate(...args, '--inconclusive=pass');
  expect(stderr).toMatch(/it will not do/);
  expect(exitCode).toBe(2);
});

describe('wrong usage exits with 3, before anything is measured', () => {
  const measured = ['--workload', 'noop', ...FAST];
  test.each<[string[], RegExp]>([
    [['BASE'], /what to judge against/],
    [measured, /what to judge against/],
    [['BASE', '--baseline', 'absent.ndjson'], /no file absent\.ndjson/],
    [['BASE', '--baseline', 'no-such-branch'], /no git revision 'no-such-branch'/],
    [['BASE', '--baseline', 'BASE'], /the same run/],
    [['absent.ndjson', '--baseline', 'BASE'], /no file absent\.ndjson/],
    [['shop.ts', '--baseline', 'BASE'], /not a coldbench result set/],
    [['BASE', '--baseline', 'BASE', '--threshold', '3'], /3%/],
    [['BASE', '--baseline', 'BASE', '--fail-on', 'inconclusive'], /--inconclusive/],
    [['BASE', '--baseline', 'BASE', '--inconclusive', 'maybe'], /pass, fail/],
    [['BASE', '--baseline', 'BASE', '--metric', 'p50'], /no metric 'p50'/],
    [['BASE', '--baseline', 'BASE', '--runners', 'process'], /--runners would have no effect/],
    [['BASE', '--baseline', 'BASE', '--baseline-module', './absent.ts'], /absent\.ts/],
    [[...measured, '--baseline', 'BASE', '--baseline-artifact', 'BASE'], /two baselines/],
    [[...measured, '--workload', 'hash', '--baseline', 'BASE', '--baseline-module', 'noop'], /one workload/],
    [['BASE', '--baseline', 'BASE', '--accept'], /needs a reason/],
    [['BASE', '--baseline', 'BASE', '--accept', '--reason', 'x', '--expires', '2026-02-30'], /a day as in/],
    [['BASE', '--baseline', 'BASE', '--accept', '--reason', 'x', '--expires', '2020-01-01'], /is over/],
    [['BASE', '--baseline', 'BASE', '--reason', 'x'], /belong to --accept/],
    [['BASE', '--baseline', 'BASE', '--accepted', 'absent.json'], /no file absent\.json/],
    [['BASE', '--baseline', 'BASE', '--accepted', 'shop.ts'], /not a list of accepted changes/],
    [['BASE', '--baseline', 'BASE', '--out', 'shop.ts'], /not a folder/],
    [['BASE', '--baseline', 'BASE', '--bugdet', '3s'], /unknown option/],
  ])('%j', async (args, message) => {
    const { exitCode, stdout, stderr } = await gate(...args.map((arg) => (arg === 'BASE' ? base : arg)));
    expect(stderr).toMatch(message);
    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' });
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  test('a folder of an earlier gate', async () => {
    await mkdir(file('used'));
    await writeFile(file('used/confirmation-1.ndjson'), '');
    const { exitCode, stderr } = await gate(base, '--baseline', base, '--out', file('used'));
    expect(stderr).toMatch(/never overwritten/);
    expect(exitCode).toBe(3);
  });
});

test('--help has examples and the exit codes', async () => {
  const { exitCode, stdout } = await gate('--help');
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/Examples:\n {2}\$ /);
  expect(stdout).toMatch(/Exit codes: 0 fine; 1 a regression is confirmed; 2 cannot tell/);
});

describe('Ctrl-C', () => {
  test.each([
    ['while the candidate is measured', 'candidate.ndjson', ['--budget', '1h', '--precision', '0.0001%']],
    ['while it is measured again', 'confirmation-1.ndjson', ['--confirm-budget', '1h']],
  ])('%s ends in order, and nothing is judged', async (_what, name, budget) => {
    const out = file(`interrupted-${name}`);
    await rm(out, { recursive: true, force: true });
    const candidate = name === 'candidate.ndjson' ? ['--workload', file('shop.ts'), ...FAST] : [base];
    const { child, finished } = sandbox.start([
      ...['gate', ...candidate, ...budget, '--baseline', tooFast, ...COLD, '--out', out],
    ]);
    const trials = async (): Promise<number> =>
      (await readFile(join(out, name), 'utf8').catch(() => '')).split('"kind":"trial"').length - 1;
    await expect.poll(trials, { timeout: 60_000, interval: 50 }).toBeGreaterThan(2);
    child.kill('SIGINT');
    const { exitCode, stdout, stderr } = await finished;
    expect({ exitCode, stdout }).toEqual({ exitCode: 130, stdout: '' });
    expect(stderr).toMatch(/interrupted; nothing was judged/);
    expect(await leftovers()).toEqual([]);
    expect((await readFile(join(out, name), 'utf8')).trim().split('\n').at(-1)).toMatch(/"kind":"end"/);
  });
});
