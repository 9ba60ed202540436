import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { identify } from './experiment/process-identity.ts';
import { CommandSandbox } from './testing/command.ts';

let sandbox: CommandSandbox;
beforeAll(async () => {
  sandbox = await CommandSandbox.create();
  // The first call builds the harness; the others then only run it.
  await sandbox.run(['list']);
});
afterAll(() => sandbox.remove());

const QUICK = ['--blocks', '2', '--warm-calls', '4', '--workload', 'noop'];
const FAST_RUNNERS = ['--runners', 'process,serverless'];

/** The run folders of this sandbox: one a running harness, none when all have ended. */
const runFolders = (): string[] => readdirSync(sandbox.folder).filter((name) => /^coldbench-\d+$/.test(name));

async function handlerFile(name: string, source: string): Promise<string> {
  const path = join(sandbox.folder, name);
  await writeFile(path, source);
  return path;
}

const records = async (path: string): Promise<Record<string, unknown>[]> =>
  (await readFile(path, 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('coldbench --help', () => {
  it.each([
    [],
    ['bench'],
    ['show'],
    ['validate'],
    ['compare'],
    ['gate'],
    ['plan'],
    ['merge'],
    ['selfcheck'],
    ['doctor'],
    ['list'],
  ])('of %s shows examples', async (...command) => {
    const { exitCode, stdout } = await sandbox.run([...command, '--help']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/Examples?:\n {2}\$ /);
  });

  it('--version prints the version of package.json', async () => {
    const { stdout } = await sandbox.run(['--version']);
    expect(stdout.trim()).toMatch(/^\d+\.\d+\.\d+$/);
  });
});

describe('coldbench bench --conditions', () => {
  it('adds rows to every block; a start that does not exist has one line, and its reason', async () => {
    const out = join(sandbox.folder, 'conditions.ndjson');
    const conditions = ['--conditions', 'precreated,paused', '--runners', 'process'];
    const bench = await sandbox.run(['bench', ...QUICK, ...conditions, '--out', out]);
    expect(bench, bench.stderr).toMatchObject({ exitCode: 0 });
    const trials = (await records(out)).filter(({ kind }) => kind === 'trial');
    const ran = (condition: string) => trials.filter((trial) => trial.condition === condition);
    // One warm-up block and two measured ones.
    expect(ran('cold').map(({ status }) => status)).toEqual(Array(3).fill('completed'));
    expect(ran('paused').map(({ status }) => status)).toEqual(Array(3).fill('completed'));
    expect(ran('precreated')).toMatchObject([
      { status: 'skipped', code: 'NO_SUCH_START', reason: 'nothing is created before a process starts' },
    ]);
    expect(bench.stdout).toContain('2 blocks');
    expect(bench.stdout).toMatch(/Warmth[\s\S]*paused[\s\S]*No process precreated: nothing is created/);
    expect(await sandbox.run(['validate', out])).toMatchObject({ exitCode: 0 });
  });
});

describe('coldbench bench', () => {
  it('writes a result set that show and validate read back', async () => {
    const out = join(sandbox.folder, 'round-trip.ndjson');
    const bench = await sandbox.run([
      'bench',
      ...QUICK,
      ...FAST_RUNNERS,
      '--seed',
      '7',
      '--label',
      'a=b',
      '--out',
      out,
    ]);
    expect(bench, bench.stderr).toMatchObject({ exitCode: 0 });
    expect(bench.stdout).toMatch(/process/);
    expect(bench.stdout).toMatch(/serverless/);
    const [manifest, ...rest] = await records(out);
    expect(manifest).toMatchObject({ kind: 'manifest', seed: 7, labels: { a: 'b' } });
    // One declared warm-up block and two measured ones, of two subjects.
    expect(rest.filter(({ kind }) => kind === 'trial')).toHaveLength(6);
    expect(rest.filter(({ kind }) => kind === 'calibration')).toMatchObject([
      { when: 'before', failure: null },
      { when: 'after', failure: null },
    ]);
    expect(await sandbox.run(['validate', out])).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/^valid/),
    });
    const shown = await sandbox.run(['show', out]);
    expect(shown).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('serverless') });
  });

  it('keeps stdout to the machine-readable summary with --json', async () => {
    const out = join(sandbox.folder, 'json.ndjson');
    const { exitCode, stdout, stderr } = await sandbox.run([
      'bench',
      ...QUICK,
      '--runners',
      'process',
      '--json',
      '--out',
      out,
    ]);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ subjects: [{ runner: 'process', trials: { completed: 2 } }] });
    expect(stderr).toMatch(/block/);
  });

  it('repeats the order of the subjects for the same seed', async () => {
    const order = async (name: string): Promise<unknown[]> => {
      const out = join(sandbox.folder, name);
      await sandbox.run([
        'bench',
        '--blocks',
        '6',
        '--warm-calls',
        '0',
        '--workload',
        'noop',
        ...FAST_RUNNERS,
        '--seed',
        '42',
        '--out',
        out,
      ]);
      return (await records(out)).filter(({ kind }) => kind === 'trial').map(({ subject }) => subject);
    };
    const first = await order('seed-1.ndjson');
    expect(new Set(first).size).toBe(2);
    expect(await order('seed-2.ndjson')).toEqual(first);
  });

  it("measures a handler of the user's own, with its npm dependency", async () => {
    const modules = join(sandbox.folder, 'node_modules/left');
    await mkdir(modules, { recursive: true });
    await writeFile(join(modules, 'index.js'), 'module.exports = (text, n) => text.padStart(n);');
    const path = await handlerFile(
      'mine.ts',
      `import left from 'left';\nexport const handler = (event: { text: string }) => ({ padded: left(event.text, 8) });\n`,
    );
    await writeFile(join(sandbox.folder, 'event.json'), '{"text":"abc"}');
    const out = join(sandbox.folder, 'mine.ndjson');
    const { exitCode, stderr } = await sandbox.run([
      'bench',
      '--blocks',
      '2',
      '--workload',
      path,
      '--input',
      'event.json',
      ...FAST_RUNNERS,
      '--out',
      out,
    ]);
    expect(exitCode, stderr).toBe(0);
    const answer = '{"padded":"     abc"}';
    expect((await records(out)).find(({ kind }) => kind === 'workload')).toMatchObject({
      outputSource: 'inProcess',
      outputBytes: answer.length,
    });
  });
});

describe('wrong usage exits with 2 and says what to write', () => {
  it.each([
    [['bench', '--budget', '90'], /as in 90s/],
    [['bench', '--precision', '2'], /as in 2%/],
    [['bench', '--blocks', '0'], /whole number/],
    [['bench', '--runners', 'proces'], /did you mean 'process'/],
    [['bench', '--workload', 'catalgo'], /catalog/],
    [['bench', '--workload', './absent.ts'], /absent\.ts/],
    [['bench', '--workload', 'noop', '--workload', 'noop'], /once/],
    [['bench', '--input', 'absent.json'], /absent\.json/],
    [['bench', '--bugdet', '90s'], /--budget/],
    [['bnech'], /bench/],
  ])('%j', async (args, message) => {
    const { exitCode, stderr } = await sandbox.run(args);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});

describe('a handler that is at fault', () => {
  it.each([
    ['no-handler.ts', 'export const other = 1;', /handler/, 2],
    [
      'throws.ts',
      'export const handler = () => { throw new Error("it will not do"); };',
      /it will not do/,
      1,
    ],
    ['load.ts', 'throw new Error("not loadable");\nexport const handler = () => 1;', /not loadable/, 1],
    ['silent.ts', 'export const handler = () => new Promise(() => undefined);', /1 s|code 13/, 1],
    ['undefined.ts', 'export const handler = () => undefined;', /JSON/, 1],
    ['exits.ts', 'export const handler = () => process.exit(3);', /code 3/, 1],
    ['syntax.ts', 'export const handler = () => {', /syntax\.ts/, 1],
  ])('%s is named, with the reason', async (name, source, message, code) => {
    const path = await handlerFile(name, source);
    const out = join(sandbox.folder, `${name}.ndjson`);
    const result = await sandbox.run([
      'bench',
      '--blocks',
      '1',
      '--timeout',
      '1s',
      '--workload',
      path,
      '--runners',
      'process',
      '--out',
      out,
    ]);
    expect(result.stderr).toMatch(message);
    expect(result.exitCode).toBe(code);
    expect(result.stderr).not.toMatch(/^\s+at .*harness/m);
    expect(runFolders()).toEqual([]);
  });

  it('that answers differently in one packaging fails there only, and the exit code says so', async () => {
    const path = await handlerFile(
      'differs.ts',
      'export const handler = () => ({ lambda: Boolean(globalThis.process?.env?.AWS_LAMBDA_FUNCTION_NAME) });',
    );
    const out = join(sandbox.folder, 'differs.ndjson');
    const { exitCode, stdout } = await sandbox.run([
      'bench',
      '--blocks',
      '2',
      '--workload',
      path,
      ...FAST_RUNNERS,
      '--out',
      out,
    ]);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/WRONG_ANSWER|not the expected/);
    const trials = (await records(out)).filter(({ kind }) => kind === 'trial');
    expect(new Set(trials.map(({ runner, status }) => `${runner} ${status}`))).toEqual(
      new Set(['process completed', 'serverless failed']),
    );
  });
});

describe('a place where nothing can be written', () => {
  it('is named before anything is packaged', async () => {
    const blocked = await handlerFile('a-file', '');
    const { exitCode, stderr } = await sandbox.run([
      'bench',
      ...QUICK,
      '--runners',
      'process',
      '--out',
      join(blocked, 'x.ndjson'),
    ]);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/a-file/);
    expect(stderr).not.toMatch(/packaging/);
  });

  it('never overwrites a result set', async () => {
    const out = await handlerFile('precious.ndjson', 'precious');
    const { exitCode, stderr } = await sandbox.run(['bench', ...QUICK, '--runners', 'process', '--out', out]);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/exists/);
    expect(readFileSync(out, 'utf8')).toBe('precious');
  });
});

describe('an interrupted run', () => {
  const LONG = ['bench', '--workload', 'noop', ...FAST_RUNNERS, '--blocks', '10000', '--warm-calls', '2'];

  /** Starts a long run and waits until some trials are on disk. */
  async function startLong(name: string) {
    const out = join(sandbox.folder, name);
    const running = sandbox.start([...LONG, '--out', out]);
    const trials = async (): Promise<number> =>
      (await readFile(out, 'utf8').catch(() => '')).split('\n').filter((line) => line.includes('"trial"'))
        .length;
    await expect.poll(trials, { timeout: 60_000, interval: 50 }).toBeGreaterThan(4);
    return { ...running, out };
  }

  const guestsOf = (): { pid: number; started: string }[] =>
    runFolders().flatMap((folder) =>
      readdirSync(join(sandbox.folder, folder)).flatMap((run) =>
        readFileSync(join(sandbox.folder, folder, run, 'guests'), 'utf8')
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line)),
      ),
    );

  const stillRunning = (guests: readonly { pid: number; started: string }[]) =>
    guests.filter(({ pid, started }) => identify(pid)?.started === started);

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('by %s exits with %i, closes the file and leaves nothing', async (signal, code) => {
    const { child, finished, out } = await startLong(`${signal}.ndjson`);
    const guests = guestsOf();
    expect(guests.length).toBeGreaterThan(0);
    child.kill(signal);
    const { exitCode, stdout } = await finished;
    expect(exitCode).toBe(code);
    expect(stdout).toMatch(/interrupted/i);
    expect((await records(out)).at(-1)).toMatchObject({ kind: 'end', stopReason: 'interrupted' });
    expect(await sandbox.run(['validate', out])).toMatchObject({ exitCode: 0 });
    expect(stillRunning(guests)).toEqual([]);
    expect(runFolders()).toEqual([]);
  });

  it('by SIGKILL leaves a readable file, and the next run removes the rest, touching nothing else', async () => {
    const bystander = sandbox.start(LONG.concat('--out', join(sandbox.folder, 'bystander.ndjson')));
    await expect.poll(() => runFolders().length, { timeout: 60_000 }).toBe(1);
    const { child, finished, out } = await startLong('killed.ndjson');
    child.kill('SIGKILL');
    await finished;
    const show = await sandbox.run(['show', out]);
    expect(show).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/incomplete/i) });
    const next = await sandbox.run([
      'bench',
      ...QUICK,
      '--runners',
      'process',
      '--out',
      join(sandbox.folder, 'next.ndjson'),
    ]);
    expect(next.stderr).toMatch(/Removed what 1 killed run/);
    const left = readdirSync(join(sandbox.folder, runFolders()[0] ?? ''));
    expect(left, 'the run beside it goes on').toHaveLength(1);
    expect(bystander.child.exitCode).toBeNull();
    bystander.child.kill('SIGINT');
    expect((await bystander.finished).exitCode).toBe(130);
    expect(runFolders()).toEqual([]);
  });
});
