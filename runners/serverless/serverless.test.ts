import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GUEST_ENVIRONMENT } from '../../harness/experiment/guest-environment.ts';
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
import type { Instance, LaunchContext } from '../runner.ts';
import { runner } from './index.ts';
import { launchFunction } from './launch.ts';
import { buildPlatform } from './package.ts';
import { zipFiles } from './zip.ts';

testRunner(runner, { leftovers: async () => [] });

const workload = (name: string) =>
  testWorkload(name, join(projectRoot(), 'harness/testing/handlers', `${name}.ts`));
const encode = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value));
const decode = <T>(bytes: Uint8Array): T => JSON.parse(Buffer.from(bytes).toString('utf8')) as T;

describe('a function on the local platform', () => {
  let cacheDir: string;
  beforeAll(async () => {
    cacheDir = await mkdtemp(join(tmpdir(), 'coldbench-test-cache-'));
  });
  afterAll(() => rm(cacheDir, { recursive: true, force: true }));

  type Look = (instance: Instance, launch: ObservedLaunch) => Promise<void>;
  type Launch = (context: LaunchContext) => Promise<Instance>;

  async function observed(
    launchIt: Launch,
    look: Look,
    overrides: Partial<LaunchContext> = {},
  ): Promise<void> {
    const launch = await observeLaunch(overrides);
    let instance: Instance | undefined;
    try {
      instance = await launchIt(launch.context);
      await look(instance, launch);
    } finally {
      await instance?.stop();
      expect(launch.pids.filter(isAlive)).toEqual([]);
      expect(await finishLaunch(launch)).toEqual([]);
    }
  }

  async function withHandler(
    name: string,
    look: Look,
    overrides: Partial<LaunchContext> = {},
  ): Promise<void> {
    const packaged = await runner.package(workload(name), packageContext(cacheDir));
    await observed((context) => packaged.launch(context), look, overrides);
  }

  /** Any Lambda function: the text of its index.mjs, as a user would write it. */
  async function withFunction(
    code: string,
    look: Look,
    overrides: Partial<LaunchContext> = {},
  ): Promise<void> {
    const { runtimePath, platformPath } = await buildPlatform(workload('echo'), packageContext(cacheDir));
    const folder = await mkdtemp(join(cacheDir, 'function-'));
    const zipPath = join(folder, 'function.zip');
    await writeFile(zipPath, zipFiles([{ name: 'index.mjs', data: Buffer.from(code) }]));
    await observed(
      (context) => launchFunction({ zipPath, runtimePath, platformPath }, context),
      look,
      overrides,
    );
  }

  it('is a zip with an index.mjs that exports a handler, and its size and digest are those of the zip', async () => {
    const packaged = await runner.package(workload('echo'), packageContext(cacheDir));
    const folder = join(cacheDir, 'serverless', packaged.sha256.slice(0, 32));
    const zip = await readFile(join(folder, 'function.zip'));
    expect(zip.length).toBe(packaged.sizeBytes);
    const files = unzipSync(zip);
    expect(Object.keys(files)).toEqual(['index.mjs']);
    const copy = join(await mkdtemp(join(cacheDir, 'import-')), 'index.mjs');
    await writeFile(copy, files['index.mjs'] ?? '');
    const { handler } = (await import(copy)) as {
      handler: (event: unknown, context: unknown) => Promise<unknown>;
    };
    expect(await handler({ a: 1 }, {})).toMatchObject({ event: { a: 1 } });
  });

  it('marks the sandbox as created and the runtime as started, in this order', () =>
    withHandler('echo', async (_instance, { marks }) => {
      expect(marks.map(({ milestone }) => milestone)).toEqual(['launch', 'created', 'started', 'ready']);
    }));

  it("finds Lambda's environment variables, the harness's own, and nothing else", () =>
    withHandler('environment', async (instance, { context }) => {
      const env = decode<Record<string, string>>(await instance.invoke(encode(null)));
      const { LAMBDA_TASK_ROOT, LAMBDA_RUNTIME_DIR, AWS_LAMBDA_RUNTIME_API, _X_AMZN_TRACE_ID, PWD, ...rest } =
        env;
      expect(LAMBDA_TASK_ROOT).toBe(join(context.scratchDir, `sandbox-${context.trialId}`));
      expect(LAMBDA_RUNTIME_DIR).toContain('serverless-runtime');
      expect(AWS_LAMBDA_RUNTIME_API).toMatch(/^127\.0\.0\.1:\d+$/);
      expect(_X_AMZN_TRACE_ID).toMatch(/^Root=1-/);
      expect(rest).toEqual({
        ...GUEST_ENVIRONMENT,
        _HANDLER: 'index.handler',
        AWS_DEFAULT_REGION: 'us-east-1',
        AWS_EXECUTION_ENV: `AWS_Lambda_nodejs${process.versions.node.split('.')[0]}.x`,
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '1769',
        AWS_LAMBDA_FUNCTION_NAME: 'function',
        AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
        AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
        AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/function',
        AWS_LAMBDA_LOG_STREAM_NAME: 'coldbench',
        AWS_REGION: 'us-east-1',
      });
    }));

  it('gets a context, in the sandbox as its working folder', () =>
    withFunction(
      `export const handler = async (event, context) => ({
        ...context, remainingMs: context.getRemainingTimeInMillis(), cwd: process.cwd(), trace: process.env._X_AMZN_TRACE_ID });`,
      async (instance, { context }) => {
        const first = decode<Record<string, unknown>>(await instance.invoke(encode(null)));
        const second = decode<Record<string, unknown>>(await instance.invoke(encode(null)));
        expect(first).toMatchObject({
          functionName: 'function',
          functionVersion: '$LATEST',
          invokedFunctionArn: 'arn:aws:lambda:us-east-1:012345678912:function:function',
          memoryLimitInMB: '1769',
          logGroupName: '/aws/lambda/function',
          logStreamName: 'coldbench',
          callbackWaitsForEmptyEventLoop: true,
          cwd: join(context.scratchDir, `sandbox-${context.trialId}`),
        });
        expect(first.remainingMs).toBeGreaterThan(context.timeoutMs - 5000);
        expect(first.remainingMs).toBeLessThanOrEqual(context.timeoutMs);
        expect(second.awsRequestId).not.toBe(first.awsRequestId);
        expect(second.trace).not.toBe(first.trace);
      },
    ));

  it('starts in a new sandbox each time: what one has written the next does not see', async () => {
    const code = `import { existsSync, writeFileSync } from 'node:fs';
      export const handler = async () => { const seen = existsSync('note'); writeFileSync('note', ''); return seen; };`;
    for (let turn = 0; turn < 2; turn += 1) {
      await withFunction(code, async (instance) => {
        expect(decode(await instance.invoke(encode(null)))).toBe(false);
        expect(decode(await instance.invoke(encode(null)))).toBe(true);
      });
    }
  });

  it("reports each invocation as a REPORT line would, with the sandbox's init in the first", () =>
    withHandler('echo', async (instance, { marks }) => {
      const waitedNs: number[] = [];
      for (let call = 0; call < 3; call += 1) {
        const fromNs = process.hrtime.bigint();
        await instance.invoke(encode(null));
        waitedNs.push(Number(process.hrtime.bigint() - fromNs));
      }
      const reports = instance.lambdaReports ?? [];
      expect(reports).toHaveLength(3);
      const [first, second] = reports;
      const at = (name: string): bigint => marks.find(({ milestone }) => milestone === name)?.atNs ?? 0n;
      const initNs = Number(at('ready') - at('started'));
      expect(first?.initDurationNs).toBeLessThan(initNs);
      expect(first?.initDurationNs).toBeGreaterThan(initNs * 0.5);
      expect(second?.initDurationNs).toBeNull();
      reports.forEach(({ durationNs, initDurationNs, billedDurationMs, memorySizeBytes }, index) => {
        expect(durationNs).toBeGreaterThan(0);
        expect(durationNs).toBeLessThan(waitedNs[index] ?? 0);
        expect(billedDurationMs).toBe(Math.ceil((durationNs + (initDurationNs ?? 0)) / 1e6));
        expect(memorySizeBytes).toBe(1769 * 1024 * 1024);
      });
      expect(reports.map(({ maxMemoryUsedBytes }) => maxMemoryUsedBytes !== null)).toEqual([
        false,
        false,
        true,
      ]);
      expect(reports[2]?.maxMemoryUsedBytes).toBeGreaterThan(20e6);
      expect(instance.lambdaReports).toEqual(reports);
      await instance.stop();
      expect(instance.lambdaReports).toEqual(reports);
    }));

  it('says how the runtime ended when the handler ends it, and says so again', () =>
    withHandler('exits-at-call', async (instance) => {
      const failure = /Runtime\.ExitError.*Runtime exited with error: exit status 7/;
      await expect(instance.invoke(encode(null))).rejects.toThrow(failure);
      await expect(instance.invoke(encode(null))).rejects.toThrow(failure);
    }));

  it('says how the runtime ended when the module ends it at load', async () => {
    const ending = withHandler('exits-at-load', async () => undefined);
    await expect(ending).rejects.toMatchObject({
      code: 'GUEST_EXITED',
      message: expect.stringContaining('code 7'),
    });
  });

  it('fails the launch with INIT_ERROR when the module throws, or exports no handler', async () => {
    const throwing = withHandler('throws-at-load', async () => undefined);
    await expect(throwing).rejects.toMatchObject({
      code: 'INIT_ERROR',
      message: expect.stringContaining('the module refuses to load'),
    });
    const empty = withFunction('export {}', async () => undefined);
    await expect(empty).rejects.toThrow('index.handler is undefined or not exported');
  });

  it.each(['spins-forever', 'never-answers'])('kills the runtime when its deadline is over: %s', (name) =>
    withHandler(
      name,
      async (instance, { pids }) => {
        const answer = instance.invoke(encode(null));
        await expect(answer).rejects.toThrow(/Sandbox\.Timedout.*Task timed out after 0\.40 seconds/);
        await expect.poll(() => pids.filter(isAlive)).toEqual([]);
        expect(instance.lambdaReports?.[0]?.durationNs).toBeGreaterThan(0.39e9);
      },
      { timeoutMs: 400 },
    ),
  );

  it('reports what nobody caught during a call, and ends the runtime', () =>
    withFunction(
      `export const handler = (event) => new Promise(() => setTimeout(() => { throw new Error('thrown later'); }, 1));`,
      async (instance) => {
        await expect(instance.invoke(encode(null))).rejects.toThrow('thrown later');
        await expect(instance.invoke(encode(null))).rejects.toThrow('exit status 129');
      },
    ));

  it('fails a call whose response is larger than the service takes, and answers the next', () =>
    withFunction(`export const handler = async (size) => 'x'.repeat(size);`, async (instance) => {
      await expect(instance.invoke(encode(7_000_000))).rejects.toThrow('Function.ResponseSizeTooLarge');
      expect(decode(await instance.invoke(encode(3)))).toBe('xxx');
    }));

  it('runs two sandboxes side by side', () =>
    withHandler('echo', async (one) => {
      await withHandler('echo', async (other) => {
        const answers = await Promise.all([one.invoke(encode('one')), other.invoke(encode('other'))]);
        expect(answers.map((answer) => decode<{ event: string }>(answer).event)).toEqual(['one', 'other']);
      });
    }));
});
