import { ColdbenchError } from '../../harness/model/errors.ts';
import type { Workload } from '../../workloads/workload.ts';
import type { Launch, PackageContext, PackagedWorkload, Probe, Runner } from '../runner.ts';
import { contentHash } from '../support/artifact-cache.ts';
import { BUNDLE_DETAILS } from '../support/bundle.ts';
import { buildInitramfs, bundleLineGuest } from '../support/guest-line/initramfs.ts';
import { machineStarts } from '../support/whole-machine.ts';
import { EMULATED } from './acceleration.ts';
import { bootableKernel } from './bootable-kernel.ts';
import { type FoundMachine, findMachine } from './find-machine.ts';
import { launchMicroVm } from './launch.ts';

async function probe(): Promise<Probe> {
  const found = await findMachine();
  if (found.qemu === null) return { available: false, reason: found.reason, remedy: found.remedy };
  const { accelerator, qemuVersion, kernelVersion } = found;
  return {
    available: true,
    variant: accelerator,
    versions: { qemu: qemuVersion, microvmKernel: kernelVersion },
    ...(accelerator === 'tcg' && { emulated: EMULATED }),
  };
}

async function packageMicroVm(workload: Workload, context: PackageContext): Promise<PackagedWorkload> {
  const found: FoundMachine = await findMachine();
  if (found.qemu === null) throw new ColdbenchError('NO_MICROVM', found.reason, { remedy: found.remedy });
  const { qemu, accelerator } = found;
  const [root, kernel] = await Promise.all([
    bundleLineGuest(workload).then((bundle) => buildInitramfs(bundle, context)),
    bootableKernel(found.kernel, context),
  ]);
  const launch: Launch = (launch) => launchMicroVm({ qemu, accelerator, kernel: kernel.path, root }, launch);
  return {
    sizeBytes: root.sizeBytes + kernel.sizeBytes,
    sha256: contentHash(root.sha256, kernel.sha256),
    cached: root.cached,
    details: {
      ...BUNDLE_DETAILS,
      node: process.version,
      qemu: found.qemuVersion,
      kernel: found.kernelVersion,
      kernelForm: kernel.form,
      accelerator,
    },
    limitedBy: 'harness',
    launch,
    warmerStarts: machineStarts(launch),
    diskFiles: async () => ({ paths: [kernel.path, root.file], runsNode: false }),
  };
}

/** A virtual machine with a kernel of its own, in which Node is the only process; called over a serial line. */
export const runner: Runner = {
  name: 'microvm',
  isolation: 'virtual machine',
  engine: 'V8',
  summary: "a kernel and Node as the only process in QEMU's microvm; called over a serial line",
  probe,
  package: packageMicroVm,
};
