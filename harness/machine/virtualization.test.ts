import { expect, test } from 'vitest';
import { parseCpuinfo } from './cpu-model.ts';
import { GRAVITON, RASPBERRY_PI } from './fixtures/arm.ts';
import { FIRECRACKER } from './fixtures/firecracker.ts';
import { memoryHost } from './fixtures/memory-host.ts';
import { detectVirtualization } from './virtualization.ts';

const detect = (contents: Record<string, string>, kernel = '6.1.0'): string | null =>
  detectVirtualization(memoryHost(contents), kernel, parseCpuinfo(contents['/proc/cpuinfo'] ?? ''));

const BARE_X86 = { '/proc/cpuinfo': FIRECRACKER['/proc/cpuinfo'].replace('hypervisor ', '') };
const dmi = (name: string, value: string) => ({ [`/sys/class/dmi/id/${name}`]: `${value}\n` });

test('a microVM without firmware is known by its guest clock', () => {
  expect(detect(FIRECRACKER)).toBe('kvm');
});

test.each([
  ['product_name', 'VirtualBox', 'oracle'],
  ['product_name', 'VMware Virtual Platform', 'vmware'],
  ['sys_vendor', 'QEMU', 'qemu'],
  ['sys_vendor', 'Amazon EC2', 'amazon'],
  ['product_name', 'Google Compute Engine', 'google'],
  ['product_name', 'Virtual Machine', 'microsoft'],
])('on x86 with a hypervisor, firmware %s "%s" is %s', (name, value, id) => {
  expect(detect({ ...FIRECRACKER, ...dmi(name, value) })).toBe(id);
});

test('a hypervisor that nothing names is still one', () => {
  expect(detect({ '/proc/cpuinfo': FIRECRACKER['/proc/cpuinfo'] })).toBe('vm-other');
});

test('x86 without the hypervisor flag is bare metal, also on EC2', () => {
  expect(detect(BARE_X86)).toBe('none');
  expect(detect({ ...BARE_X86, ...dmi('sys_vendor', 'Amazon EC2') })).toBe('none');
});

test('on ARM firmware and device tree decide', () => {
  expect(detect(GRAVITON)).toBe('amazon');
  expect(detect({ ...GRAVITON, ...dmi('product_name', 'm6g.metal') })).toBe('none');
  expect(detect(RASPBERRY_PI)).toBe('none');
  expect(detect({ ...RASPBERRY_PI, '/proc/device-tree/hypervisor/compatible': 'linux,kvm\0' })).toBe('kvm');
  expect(detect(dmi('product_name', 'Apple Virtualization Generic Platform'))).toBe('apple');
});

test('WSL is told by its kernel', () => {
  expect(detect(FIRECRACKER, '5.15.153.1-microsoft-standard-WSL2')).toBe('wsl');
});

test('a host that shows nothing is not judged', () => {
  expect(detect({})).toBeNull();
});
