import { createHash, randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../../harness/project-root.ts';
import type { Workload } from '../../workloads/workload.ts';
import type { Launch, PackageContext, PackagedWorkload } from '../runner.ts';
import { cachedArtifact } from '../support/artifact-cache.ts';
import { BUNDLE_DETAILS, type Bundle, bundleGuest } from '../support/bundle.ts';
import { pausedStart } from '../support/paused-start.ts';
import { launchFunction } from './launch.ts';
import { MEMORY_SIZE_MB } from './protocol.ts';
import { unpackSandbox } from './sandbox.ts';
import { zipFile } from './zip.ts';

/** The artifact is the zip alone: the runtime belongs to the platform, like the Node binary that all packagings share. */
export async function packageFunction(
  workload: Workload,
  context: PackageContext,
): Promise<PackagedWorkload> {
  const zip = zipFile({ name: 'index.mjs', data: (await bundle(workload, 'guest/handler.ts')).code });
  const sha256 = createHash('sha256').update(zip).digest('hex');
  const { folder, cached } = await cachedArtifact(context, 'serverless', sha256, (temporary) =>
    writeFile(join(temporary, 'function.zip'), zip),
  );
  const zipPath = join(folder, 'function.zip');
  await rehearseUnpacking(zipPath, context);
  const { runtimePath, platformPath, details } = await buildPlatform(workload, context);
  const launch: Launch = (context) => launchFunction({ zipPath, runtimePath, platformPath }, context);
  return {
    sizeBytes: zip.length,
    sha256,
    cached,
    details: { ...BUNDLE_DETAILS, node: process.version, memorySizeMb: MEMORY_SIZE_MB, ...details },
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
    diskFiles: async () => ({ paths: [zipPath, runtimePath], runsNode: true }),
  };
}

export interface PlatformPrograms {
  readonly runtimePath: string;
  readonly platformPath: string;
  /** For the record of an artifact: a figure depends on these programs too. */
  readonly details: { readonly runtimeSha256: string; readonly platformSha256: string };
}

/** The programs that are there before any function; they import no workload, so they are the same for all. */
export async function buildPlatform(workload: Workload, context: PackageContext): Promise<PlatformPrograms> {
  const runtime = await buildProgram(workload, context, { kind: 'runtime', entry: 'guest/bootstrap.ts' });
  const platform = await buildProgram(workload, context, { kind: 'platform', entry: 'platform/thread.ts' });
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
