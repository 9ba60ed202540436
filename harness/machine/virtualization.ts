import { type CpuinfoSection, cpuinfoValue } from './cpu-model.ts';
import { type HostFiles, readLine } from './host-files.ts';

/** Firmware strings of virtual machines; ids and order as in systemd-detect-virt(1) (systemd, src/basic/virt.c). */
const FIRMWARE: readonly (readonly [prefix: string, id: string])[] = [
  ['KVM', 'kvm'],
  ['OpenStack', 'kvm'],
  ['KubeVirt', 'kvm'],
  ['Amazon EC2', 'amazon'],
  ['QEMU', 'qemu'],
  ['VMware', 'vmware'],
  ['VMW', 'vmware'],
  ['innotek GmbH', 'oracle'],
  ['VirtualBox', 'oracle'],
  ['Xen', 'xen'],
  ['Bochs', 'bochs'],
  ['Parallels', 'parallels'],
  ['BHYVE', 'bhyve'],
  ['Hyper-V', 'microsoft'],
  ['Virtual Machine', 'microsoft'],
  ['Apple Virtualization', 'apple'],
  ['Google Compute Engine', 'google'],
];

const FIRMWARE_FILES = ['product_name', 'sys_vendor', 'board_vendor', 'bios_vendor'];

/** Guest clocks: what a microVM without firmware (Firecracker) still shows of its hypervisor. */
const GUEST_CLOCKS: readonly (readonly [pattern: RegExp, id: string])[] = [
  [/\bkvm-clock\b/, 'kvm'],
  [/\bhyperv_clocksource/, 'microsoft'],
  [/\bxen\b/, 'xen'],
];

/**
 * The virtual machine around this kernel, by the ids of systemd-detect-virt(1); `none` on bare metal, `vm-other` for
 * an unknown hypervisor, null when the host shows nothing to judge by. On x86 the CPU's `hypervisor` flag decides;
 * ARM has no such flag, so firmware and device tree do.
 */
export function detectVirtualization(
  files: HostFiles,
  kernelRelease: string,
  cpuinfo: readonly CpuinfoSection[],
): string | null {
  if (/microsoft/i.test(kernelRelease)) return 'wsl';
  const firmware = firmwareId(files);
  const flags = cpuinfoValue(cpuinfo, 'flags');
  if (flags === null) return firmware ?? deviceTreeId(files) ?? (hasFirmware(files) ? 'none' : null);
  if (flags.split(' ').includes('hypervisor')) {
    return firmware ?? readLine(files, '/sys/hypervisor/type') ?? clockId(files) ?? 'vm-other';
  }
  // EC2 metal carries Amazon's firmware strings without a hypervisor; old VirtualBox hides its flag.
  return firmware === null || firmware === 'amazon' ? 'none' : firmware;
}

function firmwareId(files: HostFiles): string | null {
  const product = readLine(files, '/sys/class/dmi/id/product_name') ?? '';
  for (const name of FIRMWARE_FILES) {
    const value = readLine(files, `/sys/class/dmi/id/${name}`) ?? '';
    const id = FIRMWARE.find(([prefix]) => value.startsWith(prefix))?.[1];
    if (id === 'amazon' && /\.metal(-|$)/.test(product)) return null;
    if (id !== undefined) return id;
  }
  return null;
}

/** Also a device tree's `hypervisor` node, as KVM and Xen give to ARM guests. */
function deviceTreeId(files: HostFiles): string | null {
  const compatible = files.read('/proc/device-tree/hypervisor/compatible');
  if (compatible !== null)
    return /kvm/.test(compatible) ? 'kvm' : /xen/.test(compatible) ? 'xen' : 'vm-other';
  return files.list('/proc/device-tree').some((name) => name.includes('fw-cfg')) ? 'qemu' : null;
}

const hasFirmware = (files: HostFiles): boolean =>
  readLine(files, '/sys/class/dmi/id/sys_vendor') !== null || files.list('/proc/device-tree').length > 0;

function clockId(files: HostFiles): string | null {
  const clocks = readLine(files, '/sys/devices/system/clocksource/clocksource0/available_clocksource') ?? '';
  return GUEST_CLOCKS.find(([pattern]) => pattern.test(clocks))?.[1] ?? null;
}
