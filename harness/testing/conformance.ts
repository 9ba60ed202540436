import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Instance, PackagedWorkload, Runner } from '../../runners/runner.ts';
import type { Bytes } from '../model/units.ts';
import { projectRoot } from '../project-root.ts';
import { testStarts } from './conformance-starts.ts';
import {
  finishLaunch,
  isAlive,
  type ObservedLaunch,
  observeLaunch,
  packageContext,
  testWorkload,
} from './launching.ts';

const handlerPath = (name: string): string => join(projectRoot(), 'harness/testing/handlers', `${name}.ts`);
const encode = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value));
const decode = (bytes: Uint8Array): unknown => JSON.parse(Buffer.from(bytes).toString('utf8'));

export interface ConformanceOptions {
  /** Where artifacts of the test handlers are kept; a component takes seconds to build. */
  readonly cacheDir?: string;
  /** What remains of the launch outside the guest's processes and its scratch folder, such as containers; must be empty. */
  readonly leftovers: () => Promise<readonly string[]>;
  /** `own`: what the guest calls now is not the host's time, so that its milestones must not be taken over. */
  readonly guestClock?: 'host' | 'own';
  /** Less than any guest of the suite has: a runtime that is not Node may be small. */
  readonly rssAboveBytes?: Bytes;
  /** More than any guest of the suite has; a guest of many processes counts the pages that they share in each. */
  readonly rssBelowBytes?: Bytes;
  /** For guests that take seconds to start: the tests that leave theirs as it was look at one and the same. */
  readonly sharesGuests?: boolean;
  /** For a guest that is called over a slow line. */
  readonly largestEventBytes?: Bytes;
  /** `unknown`: of several processes that share pages, only the proportional set adds up. */
  readonly residentSet?: 'known' | 'unknown';
  /** `one a call`: a host answers each call with a new instance, so that a handler remembers nothing. */
  readonly instances?: 'kept' | 'one a call';
}

interface Guest {
  readonly instance: Instance;
  readonly launch: ObservedLaunch;
}
type Look = (instance: Instance, launch: ObservedLaunch) => Promise<void>;

/**
 * What every runner promises, tested with real guests. A runner's own test file calls this and adds only what is
 * particular to it.
 */
export function testRunner(runner: Runner, options: ConformanceOptions): void {
  describe(`${runner.name} keeps the runner contract`, () => {
    let cacheDir: string;

    beforeAll(async () => {
      cacheDir = options.cacheDir ?? (await mkdtemp(join(tmpdir(), 'coldbench-test-cache-')));
    });
    afterAll(async () => {
      if (!options.cacheDir) await rm(cacheDir, { recursive: true, force: true });
    });

    const packageHandler = (name: string, signal?: AbortSignal): Promise<PackagedWorkload> =>
      runner.package(testWorkload(name, handlerPath(name)), packageContext(cacheDir, signal));

    async function startGuest(name: string): Promise<Guest> {
      const packaged = await packageHandler(name);
      const launch = await observeLaunch();
      return { launch, instance: await packaged.launch(launch.context) };
    }

    /** Launches, lets the test look, stops, and checks that nothing is left. */
    async function withGuest(name: string, look: Look): Promise<void> {
      const { instance, launch } = await startGuest(name);
      try {
        await look(instance, launch);
      } finally {
        await instance.stop();
      }
      await expectNothingLeft(launch);
    }

    async function expectNothingLeft(launch: ObservedLaunch): Promise<void> {
      expect(launch.pids.filter(isAlive), 'processes still there').toEqual([]);
      expect(await finishLaunch(launch), 'files left in the scratch folder').toEqual([]);
      expect(await options.leftovers()).toEqual([]);
    }

    /** Expects packaging, the launch or the first call to fail with a message that matches. */
    async function expectFailure(name: string, message: RegExp): Promise<void> {
      const launch = await observeLaunch();
      let instance: Instance | undefined;
      await expect(
        (async () => {
          const packaged = await packageHandler(name);
          instance = await packaged.launch(launch.context);
          await instance.invoke(encode(null));
        })(),
      ).rejects.toThrow(message);
      await instance?.stop();
      await expectNothingLeft(launch);
    }

    it('is available here (a runner that is missing fails, it does not skip)', async () => {
      expect(await runner.probe()).toMatchObject({ available: true });
    });

    describe('with a guest that echoes', () => {
      let shared: Promise<Guest> | undefined;
      afterAll(async () => {
        if (!shared) return;
        const { instance, launch } = await shared;
        await instance.stop();
        await expectNothingLeft(launch);
      });

      /** A guest that echoes, for tests that leave it as it was. */
      async function withEcho(look: Look): Promise<void> {
        if (!options.sharesGuests) return withGuest('echo', look);
        shared ??= startGuest('echo');
        const { instance, launch } = await shared;
        await look(instance, launch);
      }

      it('answers with the JSON text of what the handler returns, byte for byte', () =>
        withEcho(async (instance) => {
          const event = { text: 'ü "quoted" \u2028', list: [1, 2.5, null] };
          const body = await instance.invoke(encode(event));
          expect(Buffer.from(body).toString('utf8')).toBe(JSON.stringify({ event, answer: 'ä→😀' }));
        }));

      it('answers many calls in a row, of small and large events', () =>
        withEcho(async (instance) => {
          const largest = options.largestEventBytes ?? 1_000_000;
          for (const size of [0, 1, Math.min(100_000, largest), largest, 10]) {
            const event = 'x'.repeat(size);
            expect(decode(await instance.invoke(encode(event)))).toMatchObject({ event });
          }
        }));

      it('marks launch first and ready last, and reports guest milestones that lie between them', () =>
        withEcho(async (_instance, { marks, reports }) => {
          expect(marks[0]?.milestone).toBe('launch');
          expect(marks.at(-1)?.milestone).toBe('ready');
          expect(new Set(marks.map(({ milestone }) => milestone)).size).toBe(marks.length);
          expect(reports).toHaveLength(1);
          if (options.guestClock === 'own') {
            expect(reports[0]?.nowNs).toBeLessThan(marks[0]?.atNs ?? 0n);
            return;
          }
          const [report] = reports;
          const loaded = report?.milestonesNs.workloadLoaded;
          // A guest without a clock says why it cannot tell.
          if (loaded === undefined) return expect(report?.unknown?.workloadLoaded).toMatch(/\w/);
          expect(loaded).toBeGreaterThan(marks[0]?.atNs ?? 0n);
          expect(loaded).toBeLessThan(marks.at(-1)?.atNs ?? 0n);
        }));

      it("reads the guest's own memory and CPU, with their source", () =>
        withEcho(async (instance) => {
          await instance.invoke(encode(null));
          const { source, rssBytes, pssBytes, peakRssBytes, cpuNs } = await instance.readResources();
          expect(source).not.toBe('');
          expect(cpuNs).toBeGreaterThan(1e6);
          if (options.residentSet === 'unknown') {
            expect({ rssBytes, peakRssBytes }).toEqual({ rssBytes: null, peakRssBytes: null });
            return expect(pssBytes).toBeGreaterThan(10e6);
          }
          expect(rssBytes).toBeGreaterThan(options.rssAboveBytes ?? 10e6);
          expect(rssBytes).toBeLessThan(options.rssBelowBytes ?? 600e6);
          if (process.platform === 'linux') expect(peakRssBytes).toBeGreaterThanOrEqual(rssBytes ?? 0);
        }));
    });

    it('awaits an async handler', () =>
      withGuest('async-handler', async (instance) => {
        expect(decode(await instance.invoke(encode(1)))).toEqual({ later: 1 });
      }));

    it('builds once: the same workload comes from the cache with the same digest', async () => {
      const first = await packageHandler('echo');
      const second = await packageHandler('echo');
      expect(second).toMatchObject({ cached: true, sha256: first.sha256, sizeBytes: first.sizeBytes });
      expect(first.sizeBytes).toBeGreaterThan(0);
    });

    it('may be stopped twice', async () => {
      const launch = await observeLaunch();
      const instance = await (await packageHandler('echo')).launch(launch.context);
      await Promise.all([instance.stop(), instance.stop()]);
      await instance.stop();
      await expectNothingLeft(launch);
    });

    it('leaves nothing behind when a launch is aborted, at any moment', async () => {
      const packaged = await packageHandler('echo');
      for (const afterMs of [0, 5, 20, 60]) {
        const launch = await observeLaunch();
        setTimeout(() => launch.abort.abort(new Error('aborted by the test')), afterMs);
        const failure = await packaged.launch(launch.context).then(
          (instance) => instance.stop(),
          (error: Error) => error.message,
        );
        if (failure !== undefined) expect(failure).toBe('aborted by the test');
        await expectNothingLeft(launch);
      }
    });

    it('says why when the module throws at load', () => expectFailure('throws-at-load', /refuses to load/));

    it('says why when the handler throws', () => expectFailure('throws-at-call', /refuses to answer/));

    it('says why when the result has no JSON form', () =>
      expectFailure('unserialisable', /BigInt|JSON|stringify/));

    it('still answers when the module prints garbage on stdout', () =>
      withGuest('garbage-on-stdout', async (instance) => {
        expect(decode(await instance.invoke(encode(1)))).toEqual({ event: 1 });
      }));

    it.each(['never-answers', 'spins-forever'])('stops a guest whose handler %s', (name) =>
      withGuest(name, async (instance) => {
        const answer = instance.invoke(encode(null));
        const silence = new Promise((resolve) => setTimeout(resolve, 300, 'silent'));
        // An engine that sees that nothing is left to settle the promise may say so instead of being silent.
        const failure = answer.then(
          () => 'answered',
          () => 'failed',
        );
        await expect(Promise.race([failure, silence])).resolves.toMatch(/silent|failed/);
        await instance.stop();
        await expect(answer).rejects.toThrow();
      }),
    );

    testStarts({
      packageHandler,
      expectNothingLeft,
      cacheDir: () => cacheDir,
      callsCountedInSecond: options.instances === 'one a call' ? 1 : 2,
    });

    // A packaging that runs the module when it is built, as a component's snapshot does, hangs there; that counts too.
    it('stops a guest that never becomes ready, when it is aborted', async () => {
      const launch = await observeLaunch();
      setTimeout(() => launch.abort.abort(new Error('aborted by the test')), 1500);
      await expect(
        packageHandler('spins-at-load', launch.context.signal).then((packaged) =>
          packaged.launch(launch.context),
        ),
      ).rejects.toThrow('aborted by the test');
      await expectNothingLeft(launch);
    });
  });
}
