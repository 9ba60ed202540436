import { createHash, randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../../harness/project-root.ts';
import type { Workload } from '../../workloads/workload.ts';
import type { Launch, PackageContext, PackagedWorkload } from '../runner.ts';
import { cachedArtifact } from '../support/artifact-cache.ts';
import { BUNDLE_DETAILS, type Bundle, bundleGuest } from '../support/bundle.ts';
import { pausedStart } from '../support/paused-start.ts';
import { type FunctionPlaces, launchFunction } from './launch.ts';
import { MEMORY_SIZE_MB } from './protocol.ts';
import { unpackSandbox } from './sandbox.ts';
import { type ZipEntry, zipFiles } from './zip.ts';

/** A zip for the local platform, and what is in it. */
export interface FunctionForm {
  /** The folder of its artifacts in the cache. */
  readonly kind: string;
  /** The guest program that becomes `index.mjs`. */
  readonly entry: string;
  readonly besideIt: readonly ZipEntry[];
  /** The program in the zip that is the runtime; null for the platform's. */
  readonly ownRuntime: string | null;
  readonly details: PackagedWorkload['details'];
}

/** The artifact is the zip alone: the runtime belongs to the platform, like the Node binary that all packagings share. */
const ORDINARY: FunctionForm = {
  kind: 'serverless',
  entry: 'guest/handler.ts',
  besideIt: [],
  ownRuntime: null,
  details: {},
};

export async function packageFunction(
  workload: Workload,
  context: PackageContext,
  form: FunctionForm = ORDINARY,
): Promise<PackagedWorkload> {
  const { code } = await bundle(workload, form.entry);
  const zip = zipFiles([{ name: 'index.mjs', data: code }, ...form.besideIt]);
  const sha256 = createHash('sha256').update(zip).digest('hex');
  const { folder, cached } = await cachedArtifact(context, form.kind, sha256, (temporary) =>
    writeFile(join(temporary, 'function.zip'), zip),
  );
  const zipPath = join(folder, 'function.zip');
  await rehearseUnpacking(zipPath, context);
  const { details, ...places } = await placesOf(workload, context, form.ownRuntime);
  const launch: Launch = (context) => launchFunction({ zipPath, ...places }, context);
  return {
    sizeBytes: zip.length,
    sha256,
    cached,
    details: {
      ...BUNDLE_DETAILS,
      node: process.version,
      memorySizeMb: MEMORY_SIZE_MB,
      ...details,
      ...form.details,
    },
    limitedBy: 'harness',
    launch,
    warmerStarts: {
      precreated: { unavailable: 'the platform unpacks a sandbox only when it starts one' },
      // As the service does between two calls: it freezes the environment, and thaws it for the next.
      paused: pausedStart(launch),
      'warm-host': {
        unavailable: 'a running Node cannot be forked, so that no template exists to make sandboxes of',
      },
    },
    // What is unpacked is written anew by each start, so that its pages are in memory, as they are in the service.
    diskFiles: async () => ({
      paths: places.runtimePath === null ? [zipPath] : [zipPath, places.runtimePath],
      runsNode: true,
    }),
  };
}

async function placesOf(
  workload: Workload,
  context: PackageContext,
  ownRuntime: string | null,
): Promise<Omit<FunctionPlaces, 'zipPath'> & { readonly details: PackagedWorkload['details'] }> {
  if (ownRuntime === null) return buildPlatform(workload, context);
  const { path, sha256 } = await buildProgram(workload, context, PLATFORM);
  return { runtimePath: null, ownRuntime, platformPath: path, details: { platformSha256: sha256 } };
}

export interface PlatformPrograms {
  readonly runtimePath: string;
  readonly platformPath: string;
  /** For the record of an artifact: a figure depends on these programs too. */
  readonly details: { readonly runtimeSha256: string; readonly platformSha256: string };
}

const PLATFORM = { kind: 'platform', entry: 'platform/thread.ts' } as const;

/** The programs that are there before any function; they import no workload, so they are the same for all. */
export async function buildPlatform(workload: Workload, context: PackageContext): Promise<PlatformPrograms> {
  const runtime = await buildProgram(workload, context, { kind: 'runtime', entry: 'guest/bootstrap.ts' });
  const platform = await buildProgram(workload, context, PLATFORM);
  return {
    runtimePath: runtime.path,
    platformPath: platform.path,
    details: { runtimeSha256: runtime.sha256, platformSha256: platform.sha256 },
  };
}

async function buildProgram(
  workload: Workload,
  context: PackageContext,
  { kind, entry }: { readonly kind: string; readonly entry: string },
): Promise<{ path: string; sha256: string }> {
  const { code, sha256 } = await bundle(workload, entry);
  const cache = { ...context, useCache: true };
  const { folder } = await cachedArtifact(cache, `serverless-${kind}`, sha256, (temporary) =>
    writeFile(join(temporary, `${kind}.mjs`), code),
  );
  return { path: join(folder, `${kind}.mjs`), sha256 };
}

const bundle = (workload: Workload, entry: string): Promise<Bundle> =>
  bundleGuest(workload, { entry: join(projectRoot(), 'runners/serverless', entry), platform: 'node' });

/** Shows that the zip on disk is whole; and no trial is the first to run this code, which took 2 ms instead of 0.4. */
async function rehearseUnpacking(zipPath: string, { cacheDir }: PackageContext): Promise<void> {
  const folder = join(cacheDir, `serverless-${randomUUID().slice(0, 8)}.tmp`);
  try {
    unpackSandbox(zipPath, folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
