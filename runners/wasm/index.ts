import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Bytes } from '../../harness/model/units.ts';
import type { Workload } from '../../workloads/workload.ts';
import type { Instance, Launch, PackageContext, PackagedWorkload, Runner } from '../runner.ts';
import { cachedArtifact, contentHash } from '../support/artifact-cache.ts';
import { BUNDLE_DETAILS, type Bundle, bundleGuest } from '../support/bundle.ts';
import { launchGuestProcess } from '../support/guest-process.ts';
import { pausedStart } from '../support/paused-start.ts';
import { buildArtifact, HOST_PROGRAM, readFacts } from './artifact.ts';
import { type ComponentEngine, engineOf, probe, QUICKJS, SPIN, WASMTIME } from './engine.ts';
import { packageForSpin } from './hosts/spin.ts';
import { packageForWasmtime } from './hosts/wasmtime.ts';
import { bundleModule, guestPath } from './module.ts';
import { launchInWarmHost } from './warm-host.ts';

const WARM_HOST_PROGRAM = 'warm-host.mjs';

/** The program of warm hosts, which is no part of the artifact: it finds the component in the folder that it is given. */
async function buildWarmHost(workload: Workload, context: PackageContext): Promise<string> {
  const { code, sha256 } = await bundleGuest(workload, {
    entry: guestPath('warm-host.ts'),
    platform: 'node',
  });
  const cache = { ...context, useCache: true };
  const { folder } = await cachedArtifact(cache, 'wasm-warm-host', sha256, (temporary) =>
    writeFile(join(temporary, WARM_HOST_PROGRAM), code),
  );
  return join(folder, WARM_HOST_PROGRAM);
}

async function warmHostStart(workload: Workload, folder: string, context: PackageContext): Promise<Launch> {
  const program = await buildWarmHost(workload, context);
  return (launching) => launchInWarmHost({ program, folder }, launching);
}

/** What a cold start reads, which is not the component itself. */
async function hostFiles(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => /^(?:host\.mjs|component\..*)$/.test(name));
  return names.map((name) => join(folder, name));
}

/** The Node program that serves a component; the same for every workload. */
const bundleHost = (workload: Workload, { hostEntry }: ComponentEngine): Promise<Bundle> =>
  bundleGuest(workload, { entry: guestPath(hostEntry), platform: 'node', external: ['./component.mjs'] });

/** A component in the cache: app.wasm, and beside it what a JavaScript host reads instead. */
export interface BuiltComponent extends Omit<PackagedWorkload, 'launch'> {
  readonly folder: string;
  /** The Node that has to run the host; null for the one of every other packaging. */
  readonly nodePath: string | null;
}

export async function buildComponent(workload: Workload, context: PackageContext): Promise<BuiltComponent> {
  const engine = await engineOf(context.variant);
  const { componentizer, versions, node, nodePath } = engine;
  const [module, host, wit] = await Promise.all([
    bundleModule(workload, engine.exportEntry),
    bundleHost(workload, engine),
    readFile(componentizer.witPath),
  ]);
  const { toolPath: _place, ...options } = componentizer.options;
  // The engine's snapshot holds addresses and hash seeds, so two builds differ: the digest is that of what goes in.
  const sha256 = contentHash(module.code, host.code, wit, JSON.stringify([options, versions]));
  const { folder, cached } = await cachedArtifact(context, 'wasm', sha256, (temporary) =>
    buildArtifact(componentizer, module.code, host.code, temporary, context.signal),
  );
  const { componentBytes, ...facts } = await readFacts(folder);
  return {
    folder,
    nodePath,
    sizeBytes: componentBytes,
    sha256,
    cached,
    details: {
      ...BUNDLE_DETAILS,
      ...versions,
      node,
      engine: engine.name,
      wasiFeatures: 'stdio, random, clocks',
      aheadOfTime: false,
      ...facts,
    },
  };
}

const toldSchema = z.object({ linearMemoryBytes: z.int() });

async function askLinearMemory({ endpoint }: Instance): Promise<Bytes> {
  const response = await fetch(endpoint?.origin ?? '');
  return toldSchema.parse(await response.json()).linearMemoryBytes;
}

async function packageWasm(workload: Workload, context: PackageContext): Promise<PackagedWorkload> {
  const { folder, nodePath, ...built } = await buildComponent(workload, context);
  const launch: Launch = async (launching) => {
    const instance = await launchGuestProcess(
      { program: join(folder, HOST_PROGRAM) },
      nodePath === null ? launching : { ...launching, nodePath },
    );
    return { ...instance, linearMemoryBytes: () => askLinearMemory(instance) };
  };
  return {
    ...built,
    limitedBy: 'harness',
    launch,
    warmerStarts: {
      precreated: { unavailable: 'nothing is created before its host process starts' },
      paused: pausedStart(launch),
      'warm-host':
        nodePath === null
          ? await warmHostStart(workload, folder, context)
          : { unavailable: 'the warm host is one for components without asynchronous exports' },
    },
    diskFiles: async () =>
      nodePath === null
        ? { paths: await hostFiles(folder), runsNode: true }
        : { unavailable: 'its host is another Node, of which no copy is run' },
  };
}

/** A component that jco turned into core modules, in a fresh Node process that instantiates them. */
export const runner: Runner = {
  name: 'wasm',
  isolation: 'wasm',
  engine: 'SpiderMonkey',
  summary:
    'WebAssembly component (StarlingMonkey, jco); a fresh Node process that instantiates it; HTTP on loopback',
  variants: {
    [QUICKJS]: {
      summary:
        'QuickJS in the component (componentize-qjs), and Node 24 as its host: two things differ from the default',
      engine: 'QuickJS',
    },
    [WASMTIME]: {
      summary:
        'a component of wasi:http, compiled ahead of time; a fresh `wasmtime serve`, which makes a new instance for every call',
    },
    [SPIN]: {
      summary:
        'a component of wasi:http; a fresh `spin up`, which compiles it at its start and makes a new instance for every call',
    },
  },
  probe,
  package: (workload, context) => {
    if (context.variant === WASMTIME) return packageForWasmtime(workload, context);
    if (context.variant === SPIN) return packageForSpin(workload, context);
    return packageWasm(workload, context);
  },
};
