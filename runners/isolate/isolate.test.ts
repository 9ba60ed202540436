import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WarmerStart } from '../../harness/model/conditions.ts';
import { projectRoot } from '../../harness/project-root.ts';
import { testRunner } from '../../harness/testing/conformance.ts';
import {
  finishLaunch,
  isAlive,
  type ObservedLaunch,
  observeLaunch,
  packageContext,
  testWorkload,
} from '../../harness/testing/launching.ts';
import { describeWithRunner } from '../../harness/testing/runner-needed.ts';
import { resolveWorkload, WORKLOAD_NAMES } from '../../workloads/index.ts';
import type { Workload } from '../../workloads/workload.ts';
import type { Instance } from '../runner.ts';
import { runner } from './index.ts';
import { parseListening } from './listening.ts';

const handlerAt = (path: string): Workload => testWorkload('handler', join(projectRoot(), path));
const decode = (bytes: Uint8Array): unknown => JSON.parse(Buffer.from(bytes).toString());
const call = async (instance: Instance, event: unknown = null): Promise<unknown> =>
  decode(await instance.invoke(Buffer.from(JSON.stringify(event))));

await describeWithRunner('a worker in workerd', runner, () => {
  let cacheDir: string;
  beforeAll(async () => {
    cacheDir = await mkdtemp(join(tmpdir(), 'coldbench-test-isolate-'));
  });
  afterAll(() => rm(cacheDir, { recursive: true, force: true }));

  testRunner(runner, { leftovers: async () => [] });

  async function withGuest(
    workload: Workload,
    condition: 'cold' | WarmerStart,
    look: (instance: Instance, launch: ObservedLaunch) => Promise<void>,
  ): Promise<void> {
    const packaged = await runner.package(workload, packageContext(cacheDir));
    const start = condition === 'cold' ? packaged.launch : packaged.warmerStarts?.[condition];
    if (typeof start !== 'function') throw new Error(`there is no ${condition} start`);
    const launch = await observeLaunch();
    try {
      const instance = await start(launch.context);
      await look(instance, launch).finally(() => instance.stop());
    } finally {
      expect(launch.pids.filter(isAlive)).toEqual([]);
      expect(await finishLaunch(launch)).toEqual([]);
    }
  }

  it.each(WORKLOAD_NAMES)('%s answers byte for byte as in Node, cold and in a warm host', async (name) => {
    const workload = await resolveWorkload(name);
    for (const condition of ['cold', 'warm-host'] as const) {
      await withGuest(workload, condition, async (instance) => {
        const sha256 = createHash('sha256').update(await instance.invoke(workload.input));
        expect(sha256.digest('hex')).toBe(workload.expectedSha256);
      });
    }
  });

  it('is a new isolate in a warm host, whose process was there before', () =>
    withGuest(
      handlerAt('harness/testing/handlers/counts-calls.ts'),
      'warm-host',
      async (instance, launch) => {
        expect(launch.marks.map(({ milestone }) => milestone)).toEqual(['launch', 'ready']);
        expect(launch.reports[0]?.unknown?.processStart).toContain('before the launch');
        expect([await call(instance), await call(instance)]).toEqual([{ calls: 1 }, { calls: 2 }]);
      },
    ));

  it('says why its milestones are unknown', () =>
    withGuest(handlerAt('harness/testing/handlers/echo.ts'), 'cold', async (_instance, { reports }) => {
      expect(reports[0]?.milestonesNs).toEqual({});
      expect(Object.keys(reports[0]?.unknown ?? {})).toEqual([
        'processStart',
        'runtimeReady',
        'workloadLoaded',
      ]);
    }));

  it('sees neither a process nor an environment', () =>
    withGuest(handlerAt('runners/isolate/testing/tells-environment.ts'), 'cold', async (instance) => {
      expect(await call(instance)).toEqual({ calls: 1, process: 'undefined', date: true });
    }));

  it.each(['cold', 'warm-host'] as const)(
    "has Node's modules only for a workload that imports one: %s",
    async (condition) => {
      const workload = handlerAt('runners/isolate/testing/uses-buffer.ts');
      const { details } = await runner.package(workload, packageContext(cacheDir));
      expect(details.nodejsCompat).toBe(true);
      await withGuest(workload, condition, async (instance) => {
        expect(await call(instance, 'ä')).toBe('c3a4');
      });
      const { details: others } = await runner.package(
        handlerAt('harness/testing/handlers/echo.ts'),
        packageContext(cacheDir),
      );
      expect(others.nodejsCompat).toBe(false);
    },
  );

  it.each([
    ['throws-at-load', /refuses to load/],
    ['throws-at-call', /refuses to answer/],
  ])('says why in a warm host when the handler %s', async (name, message) => {
    const handler = handlerAt(`harness/testing/handlers/${name}.ts`);
    await expect(
      withGuest(handler, 'warm-host', async (instance) => void (await call(instance))),
    ).rejects.toThrow(message);
  });

  it('ends a warm host whose isolate never becomes ready, when it is aborted', async () => {
    const handler = handlerAt('harness/testing/handlers/spins-at-load.ts');
    const packaged = await runner.package(handler, packageContext(cacheDir));
    const start = packaged.warmerStarts?.['warm-host'];
    const launch = await observeLaunch({
      mark: (milestone) => {
        if (milestone === 'launch')
          setTimeout(() => launch.abort.abort(new Error('aborted by the test')), 300);
      },
    });
    if (typeof start !== 'function') throw new Error('there is no warm host');
    await expect(start(launch.context)).rejects.toThrow('aborted by the test');
    expect(launch.pids.filter(isAlive)).toEqual([]);
    expect(await finishLaunch(launch)).toEqual([]);
  });
});

describe('parseListening()', () => {
  it('reads the port', () => {
    expect(parseListening('{"event":"listen","socket":"http","port":46343}')).toBe(46343);
  });

  it.each(['', 'listening', '{}', '{"event":"listen","socket":"http"}'])(
    'refuses %j and shows it',
    (line) => {
      expect(() => parseListening(line)).toThrow(expect.objectContaining({ code: 'READY_GARBLED' }));
    },
  );
});

describe('probe()', () => {
  it('tells the version, or what to do without workerd', async () => {
    const probe = await runner.probe();
    if (probe.available) expect(probe.versions.workerd).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    else expect(probe.remedy).toContain('npm run setup -- workerd');
  });
});
