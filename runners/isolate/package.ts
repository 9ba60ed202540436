import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../../harness/project-root.ts';
import type { Workload } from '../../workloads/workload.ts';
import type { PackageContext, PackagedWorkload } from '../runner.ts';
import { cachedArtifact, contentHash } from '../support/artifact-cache.ts';
import { unresolvedBuiltin } from '../support/builtins.ts';
import { BUNDLE_DETAILS, type Bundle, bundleGuest } from '../support/bundle.ts';
import {
  COLD_CONFIG,
  coldConfig,
  HOST_FILE,
  WARM_HOST_CONFIG,
  WORKER_FILE,
  type WorkerSettings,
  warmHostConfig,
} from './config.ts';
import { launchCold, launchInWarmHost, type Workerd } from './launch.ts';

const COMPATIBILITY_DATE = '2026-01-01';

const guestPath = (name: string): string => join(projectRoot(), 'runners/isolate/guest', name);

interface Worker extends Bundle {
  readonly settings: WorkerSettings;
}

/** Without Node's modules where the workload does without them: workerd has its own of many, behind a flag. */
async function bundleWorker(workload: Workload): Promise<Worker> {
  const entry = guestPath('worker.ts');
  const settings = { compatibilityDate: COMPATIBILITY_DATE, compatibilityFlags: [] };
  try {
    return { ...(await bundleGuest(workload, { entry, platform: 'neutral' })), settings };
  } catch (error) {
    if (unresolvedBuiltin(error) === null) throw error;
    const bundle = await bundleGuest(workload, { entry, platform: 'node' });
    return { ...bundle, settings: { ...settings, compatibilityFlags: ['nodejs_compat'] } };
  }
}

/** An ES module and its configuration; what `launch` needs besides is the same for every workload. */
export async function packageWorker(
  workload: Workload,
  context: PackageContext,
  workerd: Workerd & { readonly version: string },
): Promise<PackagedWorkload> {
  const [{ code, settings }, host] = await Promise.all([
    bundleWorker(workload),
    bundleGuest(workload, { entry: guestPath('host.ts'), platform: 'neutral' }),
  ]);
  const config = coldConfig(settings);
  const files = {
    [WORKER_FILE]: code,
    [COLD_CONFIG]: config,
    [HOST_FILE]: host.code,
    [WARM_HOST_CONFIG]: warmHostConfig(settings),
  };
  const sha256 = contentHash(...Object.values(files));
  const { folder, cached } = await cachedArtifact(context, 'isolate', sha256, async (temporary) => {
    for (const [name, content] of Object.entries(files)) await writeFile(join(temporary, name), content);
  });
  return {
    sizeBytes: code.length + config.length,
    sha256,
    cached,
    details: {
      ...BUNDLE_DETAILS,
      workerd: workerd.version,
      compatibilityDate: settings.compatibilityDate,
      nodejsCompat: settings.compatibilityFlags.includes('nodejs_compat'),
    },
    limitedBy: 'harness',
    launch: (launch) => launchCold(workerd, folder, launch),
    warmerStarts: { 'warm-host': (launch) => launchInWarmHost(workerd, folder, launch) },
  };
}
