import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CommandSandbox } from '../testing/command.ts';
import { canLimit } from '../testing/limits.ts';
import { parseSizes } from './limits-options.ts';

let sandbox: CommandSandbox;
const file = (name: string): string => join(sandbox.folder, name);
const RUN = ['bench', '--workload', 'noop', '--runners', 'process', '--blocks', '1', '--warm-calls', '4'];

beforeAll(async () => {
  sandbox = await CommandSandbox.create();
});
afterAll(() => sandbox.remove());

describe('bench --conditions limits', () => {
  test.runIf(canLimit())('measures after the blocks, and every command understands the file', async () => {
    const limits = ['--limits', 'faas-1769,0.5:64MiB,:8MiB', '--limits-rounds', '1'];
    const done = await sandbox.run([
      ...RUN,
      '--conditions',
      'limits',
      ...limits,
      '--out',
      file('run.ndjson'),
    ]);
    expect(done.exitCode, done.stderr).toBe(0);
    expect(done.stdout).toMatch(/Under limits: launch to first response[\s\S]*smallest[\s\S]*process/);
    expect(done.stdout).toMatch(
      /process\s+does not start under :8MiB: the kernel ended it for want of memory/,
    );
    expect(await sandbox.run(['validate', file('run.ndjson')])).toMatchObject({ exitCode: 0 });
    const { stdout } = await sandbox.run(['show', file('run.ndjson'), '--json']);
    const [found] = JSON.parse(stdout).studies.limits;
    expect(found.sizes.map(({ size }: { size: string }) => size)).toEqual([
      'unlimited',
      ':8MiB',
      'faas-1769',
      '0.5:64MiB',
    ]);
    expect(found.floorBytes.value).toBeGreaterThan(8 * 2 ** 20);
    const drawn = await sandbox.run([
      'report',
      file('run.ndjson'),
      '--chart',
      'limits',
      '--out',
      file('a.svg'),
    ]);
    expect(drawn.exitCode, drawn.stderr).toBe(0);
    expect(await readFile(file('a.svg'), 'utf8')).toContain('process');
  });

  test.each([
    [['--limits', 'huge'], /Write a name \(faas-1769, .*or CPUs and memory as in 0\.5:256MB/],
    [['--limits', '0.5:256'], /as in 0\.5:256MB/],
    [['--limits', ':1MB'], /at least 6MiB/],
    [['--limits', '0.001'], /from 0\.01 to 1024 CPUs/],
    [['--limits', 'edge,edge'], /edge is there twice/],
    [['--limits-rounds', '0'], /whole number from 1 to 1000/],
  ])('refuses %j', async (args, message) => {
    const done = await sandbox.run([...RUN, ...args]);
    expect(done.stderr).toMatch(message);
    expect(done.exitCode).toBe(2);
  });
});

describe('parseSizes()', () => {
  const UNIT = { MB: 1e6, MiB: 2 ** 20, GB: 1e9, GiB: 2 ** 30 };

  test('reads CPUs and memory, of which one may be left out', () => {
    fc.assert(
      fc.property(
        fc.option(fc.integer({ min: 1, max: 64_000 })),
        fc.integer({ min: 10, max: 4096 }),
        fc.constantFrom(...(Object.keys(UNIT) as (keyof typeof UNIT)[])),
        (thousandths, amount, unit) => {
          const cpus = thousandths === null ? null : Math.max(0.01, thousandths / 1000);
          const text = `${cpus ?? ''}:${amount}${unit}`;
          expect(parseSizes(text)).toEqual([{ size: text, cpus, memoryBytes: amount * UNIT[unit] }]);
        },
      ),
    );
    expect(parseSizes('0.25')).toEqual([{ size: '0.25', cpus: 0.25, memoryBytes: null }]);
  });
});
