import { ColdbenchError } from '../../../harness/model/errors.ts';
import type { Workload } from '../../../workloads/workload.ts';
import { EMULATED } from '../../microvm/acceleration.ts';
import type { Launch, PackageContext, PackagedWorkload, Probe } from '../../runner.ts';
import { BUNDLE_DETAILS } from '../../support/bundle.ts';
import { machineStarts } from '../../support/whole-machine.ts';
import { findSolo5, type Solo5Kind } from './find-tools.ts';
import { launchSolo5 } from './launch.ts';
import { buildScript } from './script.ts';

async function probe(kind: Solo5Kind): Promise<Probe> {
  const found = await findSolo5(kind);
  if (found.machine === null) return { available: false, reason: found.reason, remedy: found.remedy };
  const emulated = found.accelerator === 'tcg';
  return {
    available: true,
    variant: `solo5-${kind}${emulated ? '-tcg' : ''}`,
    versions: found.versions,
    ...(emulated && { emulated: EMULATED }),
  };
}

async function packageFor(
  kind: Solo5Kind,
  workload: Workload,
  context: PackageContext,
): Promise<PackagedWorkload> {
  const found = await findSolo5(kind);
  if (found.machine === null)
    throw new ColdbenchError('NO_UNIKERNEL', found.reason, { remedy: found.remedy });
  const { machine, image, versions, accelerator } = found;
  const script = await buildScript(workload, image, context);
  const launch: Launch = (launching) => launchSolo5(machine, script.folder, launching);
  return {
    sizeBytes: script.sizeBytes,
    sha256: script.sha256,
    cached: script.cached,
    details: {
      ...BUNDLE_DETAILS,
      moduleFormat: 'script',
      engine: 'QuickJS',
      ...versions,
      ...(accelerator && { accelerator }),
    },
    limitedBy: 'harness',
    launch,
    warmerStarts: machineStarts(launch),
    diskFiles: async () => ({
      unavailable:
        'image and script are read by calls of which no major faults are counted, so that a cold one has no proof',
    }),
  };
}

const kind = (name: Solo5Kind) => ({
  probe: () => probe(name),
  package: (workload: Workload, context: PackageContext) => packageFor(name, workload, context),
});

export const SPT = kind('spt');
export const VIRTIO = kind('virtio');
