import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../../harness/project-root.ts';
import type { Workload } from '../../workloads/workload.ts';
import type { PackageContext, PackagedWorkload } from '../runner.ts';
import { cachedArtifact, contentHash } from '../support/artifact-cache.ts';
import { BUNDLE_DETAILS, type Bundle, bundleGuest } from '../support/bundle.ts';
import { launchFunction } from './launch.ts';
import { MEMORY_SIZE_MB } from './protocol.ts';
import { zipFile } from './zip.ts';

const bundle = (workload: Workload, entry: string): Promise<Bundle> =>
  bundleGuest(workload, { entry: join(projectRoot(), 'runners/serverless', entry), platform: 'node' });

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
  const platform = await buildPlatform(workload, context);
  return {
    sizeBytes: zip.length,
    sha256,
    cached,
    details: { ...BUNDLE_DETAILS, node: process.version, memorySizeMb: MEMORY_SIZE_MB, ...platform.details },
    launch: (launch) => launchFunction({ ...platform, zipPath: join(folder, 'function.zip') }, launch),
  };
}

/**
 * The programs that are there before any function: the runtime that is started in each sandbox, and the platform's
 * thread. They import no workload, so they are the same for all, and are bundled with the same settings.
 */
export async function buildPlatform(workload: Workload, context: PackageContext) {
  const runtime = await bundle(workload, 'guest/bootstrap.ts');
  const thread = await bundle(workload, 'platform/thread.ts');
  const hash = contentHash(runtime.sha256, thread.sha256);
  const { folder } = await cachedArtifact(
    { ...context, useCache: true },
    'serverless-platform',
    hash,
    (temporary) =>
      Promise.all([
        mkdir(join(temporary, 'runtime')).then(() =>
          writeFile(join(temporary, 'runtime/bootstrap.mjs'), runtime.code),
        ),
        writeFile(join(temporary, 'thread.mjs'), thread.code),
      ]).then(() => undefined),
  );
  return {
    runtimeDir: join(folder, 'runtime'),
    platformProgram: join(folder, 'thread.mjs'),
    details: { runtimeSha256: runtime.sha256, platformSha256: thread.sha256 },
  };
}
