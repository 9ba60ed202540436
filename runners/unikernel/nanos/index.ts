import { GUEST_ENVIRONMENT } from '../../../harness/experiment/guest-environment.ts';
import { ColdbenchError } from '../../../harness/model/errors.ts';
import type { Workload } from '../../../workloads/workload.ts';
import { EMULATED } from '../../microvm/acceleration.ts';
import { bundleHttpGuest } from '../../process/index.ts';
import type { Launch, PackageContext, PackagedWorkload, Probe } from '../../runner.ts';
import { BUNDLE_DETAILS } from '../../support/bundle.ts';
import { machineStarts } from '../../support/whole-machine.ts';
import { findNanos } from './find-tools.ts';
import { buildImage } from './image.ts';
import { launchNanos } from './launch.ts';

export async function probeNanos(): Promise<Probe> {
  const found = await findNanos();
  if (found.nanos === null) return { available: false, reason: found.reason, remedy: found.remedy };
  return {
    available: true,
    variant: found.accelerator === 'tcg' ? 'nanos-tcg' : 'nanos',
    versions: { qemu: found.qemuVersion },
    ...(found.accelerator === 'tcg' && { emulated: EMULATED }),
  };
}

export async function packageNanos(workload: Workload, context: PackageContext): Promise<PackagedWorkload> {
  const found = await findNanos();
  if (found.nanos === null) throw new ColdbenchError('NO_UNIKERNEL', found.reason, { remedy: found.remedy });
  const { nanos, qemu, qemuVersion, accelerator } = found;
  const image = await buildImage(await bundleHttpGuest(workload), nanos, GUEST_ENVIRONMENT, context);
  const launch: Launch = (launching) => launchNanos({ qemu, accelerator, disk: image.file }, launching);
  return {
    sizeBytes: image.sizeBytes,
    sha256: image.sha256,
    cached: image.cached,
    details: { ...BUNDLE_DETAILS, node: process.version, qemu: qemuVersion, accelerator },
    limitedBy: 'harness',
    launch,
    warmerStarts: machineStarts(launch),
    diskFiles: async () => ({
      unavailable:
        'QEMU reads the disk by calls of which no major faults are counted, so that a cold one has no proof',
    }),
  };
}
