import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CommandSandbox } from '../testing/command.ts';

let sandbox: CommandSandbox;
const file = (name: string): string => join(sandbox.folder, name);
const RUN = ['bench', '--workload', 'noop', '--runners', 'process', '--blocks', '1', '--warm-calls', '4'];

beforeAll(async () => {
  sandbox = await CommandSandbox.create();
});
afterAll(() => sandbox.remove());

describe('bench --conditions burst,density', () => {
  test('measures them after the blocks, and every command understands the file', async () => {
    const scale = ['--burst-max', '2', '--density-max', '3', '--scale-rounds', '1'];
    const asked = [...RUN, '--conditions', 'burst,density', ...scale, '--out', file('run.ndjson')];
    const done = await sandbox.run(asked);
    expect(done.exitCode, done.stderr).toBe(0);
    expect(done.stdout).toMatch(/Cold starts at once[\s\S]*2 at once/);
    expect(done.stdout).toMatch(/From zero: 20 requests a second as[\s\S]*Side by side/);

    const [manifest] = (await readFile(file('run.ndjson'), 'utf8')).split('\n');
    expect(JSON.parse(manifest ?? '')).toMatchObject({
      conditions: ['cold', 'burst', 'density'],
      plan: { burst: { counts: [1, 2], rounds: 1 }, density: { counts: [1, 2, 3], rounds: 1 } },
    });
    expect(await sandbox.run(['validate', file('run.ndjson')])).toMatchObject({ exitCode: 0 });

    const { stdout } = await sandbox.run(['show', file('run.ndjson'), '--json']);
    const { studies } = JSON.parse(stdout);
    expect(studies.burst[0].bursts.map(({ count }: { count: number }) => count)).toEqual([1, 2]);
    expect(studies.density[0].memory).toHaveLength(process.platform === 'linux' ? 3 : 0);
    for (const chart of process.platform === 'linux' ? ['burst', 'density'] : ['burst']) {
      const drawn = await sandbox.run([
        'report',
        file('run.ndjson'),
        '--chart',
        chart,
        '--out',
        file('a.svg'),
      ]);
      expect(drawn.exitCode, drawn.stderr).toBe(0);
      expect(await readFile(file('a.svg'), 'utf8')).toContain('process');
    }
  });

  test('ends in order at Ctrl-C in the midst of a burst', async () => {
    const asked = [...RUN, '--conditions', 'burst', '--burst-max', '64', '--out', file('cut.ndjson')];
    const { child, output, finished } = sandbox.start(asked);
    child.stderr.on('data', () => {
      if (/burst, round 1 of 3: (?:8|16|32|64) ×/.test(output.stderr)) child.kill('SIGINT');
    });
    const done = await finished;
    expect(done.exitCode, done.stderr).toBe(130);
    expect(await sandbox.run(['validate', file('cut.ndjson')])).toMatchObject({ exitCode: 0 });
    const lines = (await readFile(file('cut.ndjson'), 'utf8')).trim().split('\n');
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ kind: 'end', stopReason: 'interrupted' });
  });

  test.each([
    [['--burst-max', '0'], /whole number from 1 to 1024/],
    [['--density-max', '1'], /whole number from 2 to 4096/],
    [['--keep-memory', '50'], /percent sign/],
  ])('refuses %j', async (args, message) => {
    const done = await sandbox.run([...RUN, ...args]);
    expect(done.stderr).toMatch(message);
    expect(done.exitCode).toBe(2);
  });
});
