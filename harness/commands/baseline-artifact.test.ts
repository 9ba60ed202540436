import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CommandSandbox, type Finished } from '../testing/command.ts';

let sandbox: CommandSandbox;
const file = (name: string): string => join(sandbox.folder, name);
const write = (name: string, source: string): Promise<void> => writeFile(file(name), source);

const FAST = ['--runners', 'process', '--blocks', '8', '--warm-calls', '0'];
const bench = (...args: string[]): Promise<Finished> =>
  sandbox.run(['bench', '--workload', file('shop.ts'), ...FAST, ...args]);

const SLEEP = 'const until = Date.now() + 250; while (Date.now() < until);';
const handler = (body: string): string =>
  `import { price } from './price.ts';\nexport function handler() { ${body} return { price }; }\n`;

beforeAll(async () => {
  sandbox = await CommandSandbox.create();
  await write('price.ts', 'export const price: number = 4;\n');
  await write('shop.ts', handler(''));
  const old = await bench('--out', file('old.ndjson'));
  expect(old.exitCode, old.stderr).toBe(0);
});
afterAll(() => sandbox.remove());

describe('bench --baseline-artifact', () => {
  test('measures the code of an earlier run beside what the module has become', async () => {
    await write('shop.ts', handler(SLEEP));
    const both = await bench('--baseline-artifact', file('old.ndjson'), '--out', file('both.ndjson'));
    expect(both.exitCode, both.stderr).toBe(0);
    const compared = await sandbox.run([
      'compare',
      file('both.ndjson'),
      '--metric',
      'coldStart',
      '--fail-on',
      'slower',
      '--json',
    ]);
    const { comparisons } = JSON.parse(compared.stdout);
    expect(comparisons[0]).toMatchObject({
      design: 'paired',
      old: { name: 'shop-baseline' },
      new: { name: 'shop' },
    });
    // 250 ms are nobody's noise: the old code is really the one without them.
    expect(comparisons[0].subjects[0].rows[0].shiftNs.value / 1e6).toBeGreaterThan(125);
  });

  test('takes a module as well', async () => {
    await write('before.ts', 'export const handler = () => ({ price: 3 });\n');
    const run = await bench('--baseline-artifact', file('before.ts'), '--out', file('module.ndjson'));
    expect(run.exitCode, run.stderr).toBe(0);
    // The old code answers otherwise, and the comparison says so.
    expect((await sandbox.run(['compare', file('module.ndjson')])).stdout).toMatch(
      /give\s+different\s+answers/,
    );
  });

  test.each([
    ['a file that is not there', ['--baseline-artifact', 'absent.ndjson'], /no file absent\.ndjson/, 1],
    ['a module that is not there', ['--baseline-artifact', './absent.ts'], /absent\.ts/, 2],
    ['two workloads', ['--baseline-artifact', 'old.ndjson', '--workload', 'noop'], /one workload/, 2],
  ])('of %s is refused', async (_what, args, message, exitCode) => {
    const refused = await bench(...args);
    expect(refused.stderr).toMatch(message);
    expect(refused.exitCode).toBe(exitCode);
  });

  test('of a run of something else names what that run holds', async () => {
    const { stderr, exitCode } = await sandbox.run([
      'bench',
      '--workload',
      'noop',
      '--baseline-artifact',
      file('old.ndjson'),
    ]);
    expect(stderr).toMatch(/holds shop, and not noop/);
    expect(exitCode).toBe(2);
  });

  test('of a run whose handler has left the cache tells where it was, and what to name instead', async () => {
    await rm(file('cache/handlers'), { recursive: true });
    const { stderr, exitCode } = await bench('--baseline-artifact', file('old.ndjson'));
    expect(stderr).toMatch(/not in the cache: .*handlers.*[0-9a-f]{64}\.mjs/);
    expect(stderr).toMatch(/--baseline-artifact \.\.\/old/);
    expect(exitCode).toBe(2);
  });
});
