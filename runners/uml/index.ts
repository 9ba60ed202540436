import { stat } from 'node:fs/promises';
import { ColdbenchError } from '../../harness/model/errors.ts';
import type { Workload } from '../../workloads/workload.ts';
import type { Launch, PackageContext, PackagedWorkload, Probe, Runner } from '../runner.ts';
import { contentHash } from '../support/artifact-cache.ts';
import { BUNDLE_DETAILS } from '../support/bundle.ts';
import { buildInitramfs, bundleLineGuest } from '../support/guest-line/initramfs.ts';
import { machineStarts } from '../support/whole-machine.ts';
import { findUml } from './find-uml.ts';
import { launchUml } from './launch.ts';

async function probe(): Promise<Probe> {
  const found = await findUml();
  if (found.path === null) return { available: false, reason: found.reason, remedy: found.remedy };
  return { available: true, variant: 'uml', versions: { umlKernel: found.version } };
}

async function packageUml(workload: Workload, context: PackageContext): Promise<PackagedWorkload> {
  const found = await findUml();
  if (found.path === null) throw new ColdbenchError('NO_UML', found.reason, { remedy: found.remedy });
  const { path, version } = found;
  const root = await buildInitramfs(await bundleLineGuest(workload), context);
  const launch: Launch = (launching) => launchUml(path, root, launching);
  return {
    sizeBytes: root.sizeBytes + (await stat(path)).size,
    sha256: contentHash(root.sha256, version),
    cached: root.cached,
    details: { ...BUNDLE_DETAILS, node: process.version, kernel: version },
    limitedBy: 'harness',
    launch,
    warmerStarts: machineStarts(launch),
    diskFiles: async () => ({
      unavailable:
        'the kernel reads its root by calls of which no major faults are counted, so that a cold one has no proof',
    }),
  };
}

/** Linux as a process of this machine, in which Node is the only process; called over a serial line. */
export const runner: Runner = {
  name: 'uml',
  isolation: 'user-space kernel',
  engine: 'V8',
  summary: 'User-Mode Linux: a kernel as a process, and Node as its only one; called over a serial line',
  probe,
  package: packageUml,
};
