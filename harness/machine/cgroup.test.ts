import { expect, test } from 'vitest';
import { cgroupVersion, cpuStatFile, readCpuQuota } from './cgroup.ts';
import { RASPBERRY_PI } from './fixtures/arm.ts';
import { DOCKER, FIRECRACKER } from './fixtures/firecracker.ts';
import { memoryHost } from './fixtures/memory-host.ts';

const SLICE = '/sys/fs/cgroup/user.slice';

test('cgroupVersion() tells v1, v2 and both from the mounts', () => {
  expect(cgroupVersion(memoryHost(FIRECRACKER))).toBe('hybrid');
  expect(cgroupVersion(memoryHost(DOCKER))).toBe('v1');
  expect(cgroupVersion(memoryHost(RASPBERRY_PI))).toBe('v2');
  expect(cgroupVersion(memoryHost({}))).toBeNull();
});

test('readCpuQuota() is null without a limit', () => {
  expect(readCpuQuota(memoryHost(FIRECRACKER))).toBeNull();
  expect(readCpuQuota(memoryHost({ ...RASPBERRY_PI, [`${SLICE}/cpu.max`]: 'max 100000\n' }))).toBeNull();
});

test('readCpuQuota() finds the quota of a container, whose cgroup path is the host’s', () => {
  expect(readCpuQuota(memoryHost(DOCKER))).toBe(1.5);
});

test('readCpuQuota() is the least of all levels in v2', () => {
  const files = memoryHost({
    ...RASPBERRY_PI,
    [`${SLICE}/cpu.max`]: '200000 100000\n',
    [`${SLICE}/user-1000.slice/cpu.max`]: '50000 100000\n',
    [`${SLICE}/user-1000.slice/session-1.scope/cpu.max`]: 'max 100000\n',
  });
  expect(readCpuQuota(files)).toBe(0.5);
});

test('cpuStatFile() is that of the cgroup with the limit, and null without one', () => {
  expect(cpuStatFile(memoryHost(DOCKER))).toBe('/sys/fs/cgroup/cpu/cpu.stat');
  expect(cpuStatFile(memoryHost(FIRECRACKER))).toBeNull();
  const limited = { ...RASPBERRY_PI, [`${SLICE}/cpu.max`]: '200000 100000\n' };
  expect(cpuStatFile(memoryHost(limited))).toBe(`${SLICE}/cpu.stat`);
});
