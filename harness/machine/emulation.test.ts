import { expect, test } from 'vitest';
import { parseCpuinfo } from './cpu-model.ts';
import { detectEmulation } from './emulation.ts';
import { RASPBERRY_PI } from './fixtures/arm.ts';
import { FIRECRACKER } from './fixtures/firecracker.ts';
import { memoryHost } from './fixtures/memory-host.ts';

const X86_CPUINFO = FIRECRACKER['/proc/cpuinfo'];
const detect = (contents: Record<string, string>, nodeArch: string): boolean | null =>
  detectEmulation(memoryHost(contents), nodeArch, parseCpuinfo(contents['/proc/cpuinfo'] ?? ''));

test('a Node of the kernel’s own architecture is native', () => {
  expect(detect(FIRECRACKER, 'x64')).toBe(false);
  expect(detect(RASPBERRY_PI, 'arm64')).toBe(false);
});

test('a 32-bit Node on a 64-bit kernel is native', () => {
  expect(detect(FIRECRACKER, 'ia32')).toBe(false);
  expect(detect(RASPBERRY_PI, 'arm')).toBe(false);
});

test('an arm64 Node under qemu-user on x86 is emulated', () => {
  expect(detect(FIRECRACKER, 'arm64')).toBe(true);
});

test('newer QEMU fakes /proc/cpuinfo, but not the kernel’s architecture', () => {
  expect(detect({ ...FIRECRACKER, '/proc/cpuinfo': RASPBERRY_PI['/proc/cpuinfo'] }, 'arm64')).toBe(true);
});

test('before Linux 6.1 the modalias tells, and after it /proc/cpuinfo', () => {
  const modalias = { '/sys/devices/system/cpu/modalias': 'cpu:type:aarch64:feature:,0000\n' };
  expect(detect(modalias, 'x64')).toBe(true);
  expect(detect({ '/proc/cpuinfo': X86_CPUINFO }, 'arm64')).toBe(true);
  expect(detect({ '/proc/cpuinfo': X86_CPUINFO }, 'x64')).toBe(false);
});

test('Rosetta for Linux is emulation, though all architectures agree', () => {
  const rosetta = X86_CPUINFO.replaceAll('Intel(R) Xeon(R) Processor', 'VirtualApple @ 2.50GHz');
  expect(detect({ ...FIRECRACKER, '/proc/cpuinfo': rosetta }, 'x64')).toBe(true);
});

test('a host that shows nothing is not judged', () => {
  expect(detect({}, 'x64')).toBeNull();
});
