import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../harness/project-root.ts';
import { testRunner } from '../../harness/testing/conformance.ts';
import {
  finishLaunch,
  observeLaunch,
  packageContext,
  testWorkload,
} from '../../harness/testing/launching.ts';
import { describeWithRunner, variantOf } from '../../harness/testing/runner-needed.ts';
import { runner } from './index.ts';
import { VARIANTS } from './variants.ts';

/** One of each kind passes the whole suite: a runtime with Node's stamps, two without, and a prepared start. */
for (const name of ['bun', 'deno', 'node24-compile-cache', 'snapshot'] as const) {
  const variant = variantOf(runner, name);
  await describeWithRunner(`process:${name}`, variant, () => {
    const guestClock = name === 'bun' || name === 'deno' ? 'own' : 'host';
    testRunner(variant, { leftovers: async () => [], guestClock });
  });
}

describe('the variants of process', () => {
  let cacheDir: string;
  beforeAll(async () => {
    cacheDir = await mkdtemp(join(tmpdir(), 'coldbench-test-cache-'));
  });
  afterAll(() => rm(cacheDir, { recursive: true, force: true }));

  const echo = testWorkload('echo', join(projectRoot(), 'harness/testing/handlers/echo.ts'));
  const packageAs = (variant?: string) =>
    runner.package(echo, { ...packageContext(cacheDir), ...(variant && { variant }) });

  it('say what differs from the default, each in a line', () => {
    for (const { summary } of Object.values(VARIANTS)) expect(summary).toMatch(/^\S.{5,100}$/);
  });

  it.each(['commonjs', 'unminified'])('%s is the same handler in another artifact', async (name) => {
    const [plain, other] = [await packageAs(), await packageAs(name)];
    expect(other.sha256).not.toBe(plain.sha256);
    const launch = await observeLaunch();
    const instance = await other.launch(launch.context);
    const body = await instance.invoke(Buffer.from('1'));
    await instance.stop();
    expect(JSON.parse(Buffer.from(body).toString())).toEqual({ event: 1, answer: 'ä→😀' });
    expect(await finishLaunch(launch)).toEqual([]);
  });

  it('are larger where they are not minified, or carry what was prepared', async () => {
    const sizes = await Promise.all([packageAs(), packageAs('unminified'), packageAs('snapshot')]);
    const [plain = 0, unminified = 0, snapshot = 0] = sizes.map(({ sizeBytes }) => sizeBytes);
    expect(unminified).toBeGreaterThan(plain);
    expect(snapshot).toBeGreaterThan(1e6);
  });

  it('tell which tool they lack, and how to get it', async () => {
    const { COLDBENCH_CACHE_DIR, PATH } = process.env;
    Object.assign(process.env, { COLDBENCH_CACHE_DIR: cacheDir, PATH: '' });
    try {
      expect(await runner.probe('bun')).toMatchObject({
        available: false,
        reason: 'bun is not installed.',
        remedy: expect.stringContaining('npm run setup -- bun'),
      });
    } finally {
      process.env.PATH = PATH;
      if (COLDBENCH_CACHE_DIR === undefined) delete process.env.COLDBENCH_CACHE_DIR;
      else process.env.COLDBENCH_CACHE_DIR = COLDBENCH_CACHE_DIR;
    }
  });
});
