import { GUEST_ENVIRONMENT } from '../../../harness/experiment/guest-environment.ts';
import { ColdbenchError } from '../../../harness/model/errors.ts';
import type { Workload } from '../../../workloads/workload.ts';
import { EMULATED } from '../../microvm/acceleration.ts';
import type { Launch, PackageContext, PackagedWorkload, Probe } from '../../runner.ts';
import { BUNDLE_DETAILS } from '../../support/bundle.ts';
import { machineStarts } from '../../support/whole-machine.ts';
import { launchHttpMachine } from '../http-machine.ts';
import { findUnikraft } from './find-tools.ts';
import { buildRoot, bundleUnikraftGuest } from './image.ts';
import { machineArguments } from './machine.ts';

export async function probeUnikraft(): Promise<Probe> {
  const found = await findUnikraft();
  if (found.unikraft === null) return { available: false, reason: found.reason, remedy: found.remedy };
  return {
    available: true,
    variant: found.accelerator === 'tcg' ? 'unikraft-tcg' : 'unikraft',
    versions: { qemu: found.qemuVersion },
    ...(found.accelerator === 'tcg' && { emulated: EMULATED }),
  };
}

export async function packageUnikraft(
  workload: Workload,
  context: PackageContext,
): Promise<PackagedWorkload> {
  const found = await findUnikraft();
  if (found.unikraft === null)
    throw new ColdbenchError('NO_UNIKERNEL', found.reason, { remedy: found.remedy });
  const { unikraft, qemu, qemuVersion, accelerator } = found;
  const root = await buildRoot(await bundleUnikraftGuest(workload), unikraft, context);
  const machine = { ...unikraft, root: root.file, accelerator, environment: GUEST_ENVIRONMENT };
  const args = machineArguments(machine);
  const launch: Launch = (launching) => launchHttpMachine({ qemu, args }, launching);
  return {
    sizeBytes: root.sizeBytes,
    sha256: root.sha256,
    cached: root.cached,
    details: { ...BUNDLE_DETAILS, node: root.nodeVersion ?? 'unknown', qemu: qemuVersion, accelerator },
    limitedBy: 'harness',
    launch,
    warmerStarts: machineStarts(launch),
    diskFiles: async () => ({
      unavailable:
        'QEMU reads the archive by calls of which no major faults are counted, so that a cold one has no proof',
    }),
  };
}
