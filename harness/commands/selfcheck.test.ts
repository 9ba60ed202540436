import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CommandSandbox } from '../testing/command.ts';

let sandbox: CommandSandbox;
beforeAll(async () => {
  sandbox = await CommandSandbox.create();
  await sandbox.run(['--version']);
});
afterAll(() => sandbox.remove());

const TINY = [
  'selfcheck',
  '--workload',
  'noop',
  '--repeat',
  '1',
  '--blocks',
  '6',
  '--warm-calls',
  '4',
  '--no-floor',
];

/** Run folders of this sandbox; none when all have ended. */
const leftovers = async (): Promise<string[]> =>
  (await readdir(sandbox.folder)).filter((name) => /^coldbench-\d+$/.test(name));

describe('coldbench selfcheck', () => {
  it('writes sound result sets, reports from them, and leaves nothing else', async () => {
    const out = join(sandbox.folder, 'checks');
    const checked = await sandbox.run([...TINY, '--delay', '50%', '--seed', '3', '--json', '--out', out]);
    expect(checked, checked.stderr).toMatchObject({ exitCode: 0 });
    const report = JSON.parse(checked.stdout);
    expect(report).toMatchObject({
      schema: 'coldbench-selfcheck/1',
      interrupted: false,
      floor: null,
      checks: [
        {
          source: 'noop',
          runner: 'process',
          blocks: 6,
          falseAlarms: { of: 1 },
          sensitivity: [{ share: 0.5, found: { of: 1 } }],
          // Six blocks cannot show anything at the level of a corrected test.
          detectable: null,
        },
      ],
    });
    expect(report.files).toHaveLength(2);
    expect(await sandbox.run(['validate', ...report.files])).toMatchObject({ exitCode: 0 });
    expect(await leftovers()).toEqual([]);
    const again = await sandbox.run(['selfcheck', ...report.files, '--json']);
    expect(JSON.parse(again.stdout)).toEqual(report);
  });

  it('refuses files of anything else', async () => {
    const out = join(sandbox.folder, 'bench.ndjson');
    await sandbox.run(['bench', '--workload', 'noop', '--runners', 'process', '--blocks', '1', '--out', out]);
    const { exitCode, stderr } = await sandbox.run(['selfcheck', out]);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/not of a self-check/);
  });

  it.each([
    [['--repeat', '0'], /whole number/],
    [['--delay', '2'], /as in 2%/],
    [['--budget', '60'], /as in 60s/],
    [['--workload', 'nop'], /noop/],
    [['--runners', 'proces'], /did you mean 'process'/],
  ])('%j is wrong usage', async (args, message) => {
    const { exitCode, stderr } = await sandbox.run(['selfcheck', ...args]);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(message);
  });

  it('shows its options and examples', async () => {
    const { exitCode, stdout } = await sandbox.run(['selfcheck', '--help']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/Examples:\n {2}\$ /);
  });

  it('stops in order when it is interrupted, and reports what was complete', async () => {
    const out = join(sandbox.folder, 'interrupted');
    const args = [
      'selfcheck',
      '--workload',
      'noop',
      '--no-floor',
      '--repeat',
      '2',
      '--budget',
      '1h',
      '--out',
      out,
    ];
    const { child, finished } = sandbox.start([...args, '--warm-calls', '2']);
    const trials = async (): Promise<number> => {
      const files = await readdir(out).catch(() => []);
      const repeat = files.find((file) => file.endsWith('process-1.ndjson'));
      if (repeat === undefined) return 0;
      return (await readFile(join(out, repeat), 'utf8')).split('"kind":"trial"').length - 1;
    };
    await expect.poll(trials, { timeout: 100_000, interval: 50 }).toBeGreaterThan(3);
    child.kill('SIGINT');
    const { exitCode, stdout, stderr } = await finished;
    expect(exitCode).toBe(130);
    expect(stderr).toMatch(/interrupted/);
    expect(stdout).toMatch(/calibration\.ndjson/);
    expect(await leftovers()).toEqual([]);
    const last = (await readFile(join(out, (await readdir(out)).sort().at(-1) ?? ''), 'utf8'))
      .trim()
      .split('\n')
      .at(-1);
    expect(JSON.parse(last ?? '')).toMatchObject({ kind: 'end' });
  });
});
