import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { projectRoot } from '../../harness/project-root.ts';
import { testRunner } from '../../harness/testing/conformance.ts';
import {
  finishLaunch,
  type ObservedLaunch,
  observeLaunch,
  packageContext,
  testWorkload,
} from '../../harness/testing/launching.ts';
import { describeWithRunner, variantOf } from '../../harness/testing/runner-needed.ts';
import { containersOf, engine, removeImages, withImagePrefix } from '../container/testing/engine-needed.ts';
import type { Instance, Runner } from '../runner.ts';
import { runner } from './index.ts';
import { unzip } from './zip.ts';

const EVENT = Buffer.from('1');
const ric = variantOf(runner, 'aws-lambda-ric');
const image = withImagePrefix(withoutDiskFiles(variantOf(runner, 'container-image')), 'test-image');
const framework = variantOf(runner, 'functions-framework');

/** Its layers are those of `container`, whose own tests evict them, and may be reading them at this very moment. */
function withoutDiskFiles(variant: Runner): Runner {
  return {
    ...variant,
    package: async (...args) => {
      const { diskFiles: _, ...packaged } = await variant.package(...args);
      return packaged;
    },
  };
}

let cacheDir: string;
beforeAll(async () => {
  cacheDir = await mkdtemp(join(tmpdir(), 'coldbench-test-cache-'));
});
afterAll(() => rm(cacheDir, { recursive: true, force: true }));

const handlerFile = (name: string): string => join(projectRoot(), 'harness/testing/handlers', `${name}.ts`);
const packaged = (variant: typeof runner, handler = 'echo') =>
  variant.package(testWorkload(handler, handlerFile(handler)), packageContext(cacheDir));

async function withGuest(
  variant: typeof runner,
  look: (instance: Instance, launch: ObservedLaunch) => Promise<void>,
  handler = 'echo',
): Promise<void> {
  const launch = await observeLaunch();
  const instance = await (await packaged(variant, handler)).launch(launch.context);
  try {
    await look(instance, launch);
  } finally {
    await instance.stop();
  }
  expect(await finishLaunch(launch)).toEqual([]);
}

await describeWithRunner('serverless:aws-lambda-ric', ric, () => {
  testRunner(ric, { leftovers: async () => [], sharesGuests: true });

  it('has the client in the zip, whose size is the artifact’s, and tells its version', async () => {
    const { sizeBytes, sha256, details } = await packaged(ric);
    const path = join(cacheDir, 'serverless-aws-lambda-ric', sha256.slice(0, 32), 'function.zip');
    const zip = await readFile(path);
    expect(zip.length).toBe(sizeBytes);
    const files = new Map([...unzip(zip)].map(({ name, data }) => [name, data]));
    expect([...files.keys()]).toEqual([
      'index.mjs',
      'node_modules/aws-lambda-ric/bin/index.mjs',
      'node_modules/aws-lambda-ric/dist/index.mjs',
      'node_modules/aws-lambda-ric/dist/rapid-client.node',
      'node_modules/aws-lambda-ric/package.json',
    ]);
    const manifest = Buffer.from(files.get('node_modules/aws-lambda-ric/package.json') ?? '').toString();
    expect(JSON.parse(manifest)).toMatchObject({ name: 'aws-lambda-ric', version: details.awsLambdaRic });
  });

  it('runs in the sandbox, with the environment of the platform, and is what asks for events', () =>
    withGuest(
      ric,
      async (instance, { context, marks }) => {
        const env = JSON.parse(Buffer.from(await instance.invoke(EVENT)).toString());
        const sandbox = join(context.scratchDir, `sandbox-${context.trialId}`);
        expect(env).toMatchObject({
          LAMBDA_TASK_ROOT: sandbox,
          LAMBDA_RUNTIME_DIR: join(sandbox, 'node_modules/aws-lambda-ric/bin'),
          _HANDLER: 'index.handler',
          _X_AMZN_TRACE_ID: expect.stringMatching(/^Root=1-/),
        });
        expect(marks.map(({ milestone }) => milestone)).toEqual(['launch', 'created', 'started', 'ready']);
        expect(instance.lambdaReports).toMatchObject([{ initDurationNs: expect.any(Number) }]);
      },
      'environment',
    ));
});

await describeWithRunner('serverless:functions-framework', framework, () => {
  testRunner(framework, { leftovers: async () => [], sharesGuests: true });

  it('weighs node_modules too, and tells the version', async () => {
    const { sizeBytes, details } = await packaged(framework);
    expect(sizeBytes).toBeGreaterThan(2e6);
    expect(details.functionsFramework).toMatch(/^\d+\.\d+\.\d+$/);
  });

  it('is there for this machine only', () =>
    withGuest(framework, async ({ endpoint }) => {
      const port = new URL(endpoint?.origin ?? '').port;
      const others = Object.values(networkInterfaces()).flatMap((addresses) =>
        (addresses ?? []).filter(({ family, internal }) => family === 'IPv4' && !internal),
      );
      for (const { address } of others) {
        const call = fetch(`http://${address}:${port}/`, { method: 'POST', body: '1' });
        await expect(call).rejects.toThrow('fetch failed');
      }
    }));

  it('answers an error of the handler with what it says', () =>
    withGuest(
      framework,
      async (instance) => {
        await expect(instance.invoke(EVENT)).rejects.toThrow(/status 500.*refuses to answer/);
      },
      'throws-at-call',
    ));
});

await describeWithRunner('serverless:container-image', image, () => {
  afterAll(() => removeImages('lambda-test-image'));
  const containers = () => containersOf(`test-${process.pid}`);
  testRunner(image, { leftovers: containers, sharesGuests: true });

  it('says that its guests are containers: a run that is killed leaves them to the next', async () => {
    expect(await image.probe()).toMatchObject({ variant: 'container-image', containers: true });
  });

  it('has the function where the service has it, the host’s network and no published port, and reports', () =>
    withGuest(
      image,
      async (instance, { marks }) => {
        const env = JSON.parse(Buffer.from(await instance.invoke(EVENT)).toString());
        expect(env).toMatchObject({ LAMBDA_TASK_ROOT: '/var/task', LAMBDA_RUNTIME_DIR: '/app' });
        const [id = 'none'] = await containers();
        const { HostConfig, NetworkSettings } = await engine.docker.getContainer(id).inspect();
        expect(HostConfig).toMatchObject({ NetworkMode: 'host', ReadonlyRootfs: true, CapDrop: ['ALL'] });
        expect(NetworkSettings.Ports).toEqual({});
        expect(marks.map(({ milestone }) => milestone)).toEqual(['launch', 'created', 'started', 'ready']);
        const [report] = instance.lambdaReports ?? [];
        expect(report?.durationNs).toBeGreaterThan(0);
        expect(report?.maxMemoryUsedBytes).toBeGreaterThan(20e6);
      },
      'environment',
    ));
});

it.each(['aws-lambda-ric', 'functions-framework'])('says how to get %s where it is absent', async (name) => {
  const { COLDBENCH_CACHE_DIR, PATH } = process.env;
  Object.assign(process.env, { COLDBENCH_CACHE_DIR: cacheDir, PATH: '' });
  try {
    expect(await runner.probe(name)).toMatchObject({
      available: false,
      reason: `${name} is not installed.`,
      remedy: expect.stringContaining(
        process.platform === 'linux' || name === 'functions-framework'
          ? `npm run setup -- ${name}`
          : 'npm has none',
      ),
    });
  } finally {
    process.env.PATH = PATH;
    if (COLDBENCH_CACHE_DIR === undefined) delete process.env.COLDBENCH_CACHE_DIR;
    else process.env.COLDBENCH_CACHE_DIR = COLDBENCH_CACHE_DIR;
  }
});
