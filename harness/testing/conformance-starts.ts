import { stat } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { Instance, Launch, PackagedWorkload } from '../../runners/runner.ts';
import { diskColdStart } from '../experiment/disk-cold/start.ts';
import type { StartCondition } from '../model/conditions.ts';
import { type ObservedLaunch, observeLaunch } from './launching.ts';

/** What the suite lends to the tests of a runner's starts. */
export interface StartsToTest {
  packageHandler(name: string): Promise<PackagedWorkload>;
  expectNothingLeft(launch: ObservedLaunch): Promise<void>;
  cacheDir(): string;
  /** What a handler that counts its calls answers to the second one. */
  readonly callsCountedInSecond: 1 | 2;
}

const STARTS = ['cold', 'precreated', 'paused', 'warm-host'] as const satisfies readonly StartCondition[];
const EVENT = Buffer.from('null');
const ABORTED = 'aborted by the test';

const answer = async (instance: Instance): Promise<unknown> =>
  JSON.parse(Buffer.from(await instance.invoke(EVENT)).toString());

/** The ways of a runner to start, each of which keeps the contract of a launch, or says why there is none. */
export function testStarts(starts: StartsToTest): void {
  const { packageHandler, expectNothingLeft, cacheDir, callsCountedInSecond } = starts;
  describe.each(STARTS)('started %s', (condition) => {
    /** Null where the packaging says that it has no such start, and why. */
    async function startOf(handler: string): Promise<Launch | null> {
      const packaged = await packageHandler(handler);
      const start = condition === 'cold' ? packaged.launch : packaged.warmerStarts?.[condition];
      if (typeof start === 'function') return (context) => start(context);
      if (start !== undefined) expect(start.unavailable).toMatch(/\w+ \w+/);
      return null;
    }

    it('it is prepared, then the machine is, then the clock starts; a guest without a past answers', async () => {
      const start = await startOf('counts-calls');
      if (!start) return;
      const calls: string[] = [];
      const launch = await observeLaunch({
        beforeLaunch: async () => void calls.push('beforeLaunch'),
      });
      const { mark } = launch.context;
      const instance = await start({
        ...launch.context,
        mark: (milestone) => {
          calls.push(milestone);
          mark(milestone);
        },
      });
      expect(calls.slice(0, 2)).toEqual(['beforeLaunch', 'launch']);
      expect(calls.at(-1)).toBe('ready');
      expect(new Set(calls).size).toBe(calls.length);
      expect(await answer(instance)).toEqual({ calls: 1 });
      expect(await answer(instance)).toEqual({ calls: callsCountedInSecond });
      await Promise.all([instance.stop(), instance.stop()]);
      await instance.stop();
      await expectNothingLeft(launch);
    });

    it('leaves nothing behind when it is aborted while it is prepared, at its launch, or after', async () => {
      const start = await startOf('echo');
      if (!start) return;
      for (const moment of ['launch', 30, 200] as const) {
        const launch = await observeLaunch({
          beforeLaunch: async () => {
            if (moment === 'launch') launch.abort.abort(new Error(ABORTED));
          },
        });
        if (moment !== 'launch') setTimeout(() => launch.abort.abort(new Error(ABORTED)), moment);
        const failure = await start(launch.context).then(
          (instance) => instance.stop(),
          (error: Error) => error.message,
        );
        if (moment === 'launch' || failure !== undefined) expect(failure).toBe(ABORTED);
        await expectNothingLeft(launch);
      }
    });
  });

  describe('started disk-cold', () => {
    it('reads files that exist and can be evicted, and answers; or it says why it cannot', async () => {
      const packaged = await packageHandler('counts-calls');
      const context = { cacheDir: cacheDir(), signal: new AbortController().signal };
      const start = await diskColdStart(packaged, context);
      if ('unavailable' in start) return expect(start.unavailable).toMatch(/\w+ \w+/);
      const files = await packaged.diskFiles?.();
      if (!files || 'unavailable' in files)
        throw new Error('it cannot start from files that it does not know');
      for (const path of files.paths) expect((await stat(path)).isFile()).toBe(true);
      const launch = await observeLaunch({
        ...(start.nodePath && { nodePath: start.nodePath }),
        beforeLaunch: async () => {
          const eviction = await start.evict?.();
          expect(eviction?.files).toBeGreaterThanOrEqual(files.paths.length);
        },
      });
      const instance = await start.launch(launch.context);
      expect(await answer(instance)).toEqual({ calls: 1 });
      expect((await instance.readResources()).majorFaults).toBeGreaterThan(0);
      await instance.stop();
      await expectNothingLeft(launch);
    });
  });
}
