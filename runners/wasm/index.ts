import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Bytes } from '../../harness/model/units.ts';
import type { Workload } from '../../workloads/workload.ts';
import type { Instance, Launch, PackageContext, PackagedWorkload, Runner } from '../runner.ts';
import { cachedArtifact } from '../support/artifact-cache.ts';
import { bundleGuest } from '../support/bundle.ts';
import { launchGuestProcess } from '../support/guest-process.ts';
import { pausedStart } from '../support/paused-start.ts';
import { HOST_PROGRAM } from './artifact.ts';
import { type BuiltComponent, buildComponent } from './component.ts';
import { OPTIMIZED, probe, QUICKJS, SPIN, WASMTIME } from './engine.ts';
import { packageForSpin } from './hosts/spin.ts';
import { packageForWasmtime } from './hosts/wasmtime.ts';
import { guestPath } from './module.ts';
import { buildOptimized } from './optimized/component.ts';
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

const toldSchema = z.object({ linearMemoryBytes: z.int() });

async function askLinearMemory({ endpoint }: Instance): Promise<Bytes> {
  const response = await fetch(endpoint?.origin ?? '');
  return toldSchema.parse(await response.json()).linearMemoryBytes;
}

const buildFor = (workload: Workload, context: PackageContext): Promise<BuiltComponent> =>
  context.variant === OPTIMIZED ? buildOptimized(workload, context) : buildComponent(workload, context);

async function packageWasm(workload: Workload, context: PackageContext): Promise<PackagedWorkload> {
  const { folder, nodePath, ...built } = await buildFor(workload, context);
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
    [OPTIMIZED]: {
      summary:
        'the default component after `jco opt` (wasm-opt -Oz), which takes minutes to build; nothing else differs',
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
