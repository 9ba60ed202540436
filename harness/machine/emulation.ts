import { type CpuinfoSection, cpuinfoValue } from './cpu-model.ts';
import { type HostFiles, readLine } from './host-files.ts';

/** Instruction sets by the names that Node, `uname -m` and modalias give them; 32-bit modes count as native. */
const FAMILIES: Readonly<Record<string, string>> = {
  x64: 'x86',
  ia32: 'x86',
  x86: 'x86',
  x86_64: 'x86',
  i386: 'x86',
  i686: 'x86',
  arm64: 'arm',
  arm: 'arm',
  aarch64: 'arm',
  armv7l: 'arm',
  armv8l: 'arm',
  riscv64: 'riscv',
  s390x: 's390',
  s390: 's390',
  ppc64: 'ppc',
  ppc64le: 'ppc',
  loong64: 'loong',
  loongarch64: 'loong',
};

/**
 * Whether this Node's instructions are translated (qemu-user, Rosetta): such times say nothing of real hardware.
 * `uname` lies under emulation, so the kernel is asked in places that emulators pass through unchanged:
 * /proc/sys/kernel/arch (Linux 6.1, admin-guide/sysctl/kernel.rst) and the CPU's modalias in /sys; on older kernels
 * /proc/cpuinfo, which QEMU before 8.2 passes through. Null when none of them tells.
 */
export function detectEmulation(
  files: HostFiles,
  nodeArch: string,
  cpuinfo: readonly CpuinfoSection[],
): boolean | null {
  // Rosetta for Linux presents itself as a "VirtualApple" x86 CPU.
  if (cpuinfoValue(cpuinfo, 'model name')?.startsWith('VirtualApple') === true) return true;
  const kernel = FAMILIES[kernelArch(files) ?? ''] ?? cpuinfoFamily(cpuinfo);
  const node = FAMILIES[nodeArch];
  return kernel === null || node === undefined ? null : kernel !== node;
}

function kernelArch(files: HostFiles): string | null {
  const modalias = readLine(files, '/sys/devices/system/cpu/modalias');
  return readLine(files, '/proc/sys/kernel/arch') ?? modalias?.match(/^cpu:type:([^:,]+)/)?.[1] ?? null;
}

function cpuinfoFamily(cpuinfo: readonly CpuinfoSection[]): string | null {
  if (cpuinfoValue(cpuinfo, 'CPU implementer') !== null) return 'arm';
  const flags = cpuinfoValue(cpuinfo, 'flags')?.split(' ') ?? [];
  return flags.includes('fpu') && flags.includes('tsc') ? 'x86' : null;
}
