import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { projectRoot } from '../../harness/project-root.ts';
import { testRunner } from '../../harness/testing/conformance.ts';
import {
  finishLaunch,
  observeLaunch,
  packageContext,
  testWorkload,
} from '../../harness/testing/launching.ts';
import { isStopped } from '../support/paused-start.ts';
import { runner } from './index.ts';

testRunner(runner, { leftovers: async () => [] });

it.runIf(process.platform === 'linux')(
  'a paused guest has stopped, with all of its threads, until the launch',
  async () => {
    const cacheDir = await mkdtemp(join(tmpdir(), 'coldbench-test-paused-'));
    const handler = join(projectRoot(), 'harness/testing/handlers/echo.ts');
    const { warmerStarts } = await runner.package(testWorkload('echo', handler), packageContext(cacheDir));
    const start = warmerStarts?.paused;
    if (typeof start !== 'function') throw new Error('a process can be paused');
    const stopped: boolean[] = [];
    const launch = await observeLaunch({
      beforeLaunch: async () => {
        for (const pid of launch.pids) stopped.push(await isStopped(pid));
      },
    });
    const instance = await start(launch.context);
    expect(stopped).toEqual([true]);
    // What made it ready is no part of its start.
    expect(launch.reports).toEqual([]);
    expect(launch.marks.map(({ milestone }) => milestone)).toEqual(['launch', 'ready']);
    await instance.stop();
    expect(await finishLaunch(launch)).toEqual([]);
    await rm(cacheDir, { recursive: true });
  },
);
