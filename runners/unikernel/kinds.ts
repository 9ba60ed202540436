import type { Workload } from '../../workloads/workload.ts';
import type { PackageContext, PackagedWorkload, Probe, VariantInfo } from '../runner.ts';
import { packageNanos, probeNanos } from './nanos/index.ts';
import { SPT, VIRTIO } from './solo5/index.ts';
import { packageUnikraft, probeUnikraft } from './unikraft/index.ts';

/** One unikernel that a user can have, and how a workload gets onto it. */
interface UnikernelKind extends VariantInfo {
  probe(): Promise<Probe>;
  package(workload: Workload, context: PackageContext): Promise<PackagedWorkload>;
}

export const DEFAULT_KIND = 'nanos';

export const KINDS = {
  [DEFAULT_KIND]: {
    summary:
      "Node on the user's Nanos kernel (COLDBENCH_NANOS), one disk image in QEMU; HTTP by a forwarded port",
    probe: probeNanos,
    package: packageNanos,
  },
  unikraft: {
    summary:
      "the user's Node on the user's Unikraft kernel (COLDBENCH_UNIKRAFT), in QEMU; HTTP by a forwarded port",
    probe: probeUnikraft,
    package: packageUnikraft,
  },
  'solo5-spt': {
    summary:
      "QuickJS on the user's Solo5 (COLDBENCH_SOLO5): an image in a process that may make nine system calls; network frames on a socket",
    engine: 'QuickJS',
    ...SPT,
  },
  'solo5-virtio': {
    summary: "QuickJS on the user's Solo5, as an image that QEMU boots; network frames on a socket",
    engine: 'QuickJS',
    ...VIRTIO,
  },
} satisfies Readonly<Record<string, UnikernelKind>>;

export function kindOf(name: string): UnikernelKind {
  const kind = (KINDS as Readonly<Record<string, UnikernelKind>>)[name];
  if (!kind) throw new Error(`unikernel has no variant ${name}`);
  return kind;
}
