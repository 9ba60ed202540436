import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../../harness/project-root.ts';
import { testRunner } from '../../../harness/testing/conformance.ts';
import {
  finishLaunch,
  observeLaunch,
  packageContext,
  testWorkload,
} from '../../../harness/testing/launching.ts';
import { describeWithRunner, variantOf } from '../../../harness/testing/runner-needed.ts';
import { resolveWorkload } from '../../../workloads/index.ts';
import type { Workload } from '../../../workloads/workload.ts';
import type { Instance } from '../../runner.ts';
import { runner as wasm } from '../index.ts';

const runner = variantOf(wasm, 'quickjs');
/** Kept from one test run to the next: a component takes seconds to build. */
const cacheDir = join(projectRoot(), 'node_modules/.cache/coldbench-test');

async function withGuest<T>(workload: Workload, use: (instance: Instance) => Promise<T>): Promise<T> {
  const packaged = await runner.package(workload, packageContext(cacheDir));
  const launch = await observeLaunch();
  const instance = await packaged.launch(launch.context);
  try {
    return await use(instance);
  } finally {
    await instance.stop();
    await finishLaunch(launch);
  }
}

await describeWithRunner('a component with QuickJS', runner, () => {
  testRunner(runner, { cacheDir, leftovers: async () => [] });

  it.each(['catalog', 'hash'])('%s answers byte for byte as in Node', async (name) => {
    const workload = await resolveWorkload(name);
    const body = await withGuest(workload, (instance) => instance.invoke(workload.input));
    expect(createHash('sha256').update(body).digest('hex')).toBe(workload.expectedSha256);
  });

  it('is a fraction of the default component, and names its engine and its own Node', async () => {
    const { details, sizeBytes } = await runner.package(
      await resolveWorkload('noop'),
      packageContext(cacheDir),
    );
    expect(sizeBytes).toBeLessThan(3e6);
    expect(details).toMatchObject({ engine: 'QuickJS', node: expect.stringMatching(/^v2[4-9]\./) });
  });

  const ask = (...operations: string[]): Promise<unknown[]> =>
    withGuest(
      testWorkload('platform', join(projectRoot(), 'runners/wasm/testing/platform.ts')),
      async (instance) => {
        const answers: unknown[] = [];
        for (const operation of operations) {
          const answer = instance.invoke(Buffer.from(JSON.stringify(operation)));
          answers.push(await answer.then((body) => JSON.parse(Buffer.from(body).toString()), String));
        }
        return answers;
      },
    );

  it('has a clock, and a console that prints nothing; and answers after its handler threw', async () => {
    const [clock, ...others] = await ask('clock', 'console', 'throw', 'throwText', 'environment', 'console');
    expect(Math.abs((clock as { wallMs: number }).wallMs - Date.now())).toBeLessThan(10_000);
    expect(others).toEqual([
      'printed',
      expect.stringContaining('{"errorType":"RangeError","errorMessage":"no ä today"}'),
      expect.stringContaining('only text'),
      expect.stringContaining('process is not defined'),
      'printed',
    ]);
  });

  it('has no timers, encoders and crypto, and keeps what its module computed while it loaded', async () => {
    const missing = expect.stringContaining('is not defined');
    expect(await ask('timeout', 'text', 'random')).toEqual([missing, missing, missing]);
    const [first] = await ask('loadedAt');
    expect(await ask('loadedAt')).toEqual([first]);
  });

  it("says that nothing can settle the handler's promise, and answers after that", async () => {
    const [pending, after] = await ask('pending', 'console');
    expect(pending).toContain("nothing is left that could settle the handler's promise");
    expect(after).toBe('printed');
  });

  it('traps after the stack overflowed, and says why', async () => {
    const [overflow, after] = await ask('recurse', 'console');
    expect(overflow).toContain('Maximum call stack size exceeded');
    expect(after).toMatch(/trapped: thread .* panicked at .*task state already active/);
  });
});

describe('probe()', () => {
  it('tells the versions, or what to install', async () => {
    const probe = await runner.probe();
    if (probe.available)
      expect(probe).toMatchObject({ variant: 'quickjs', versions: { componentizeQjs: '0.4.5' } });
    else expect(probe.remedy).toMatch(/npm run setup -- (quickjs|node24)/);
  });
});
