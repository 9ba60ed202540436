import { expect, test } from 'vitest';
import { cpuModel, cpuSignature, parseCpuinfo } from './cpu-model.ts';
import { BIG_LITTLE_CPUINFO, GRAVITON, RASPBERRY_PI } from './fixtures/arm.ts';
import { FIRECRACKER } from './fixtures/firecracker.ts';

const modelOf = (cpuinfo: string, reported = 'unknown'): string => cpuModel(parseCpuinfo(cpuinfo), reported);

test('parseCpuinfo() gives one section a processor, and one for the board', () => {
  expect(parseCpuinfo(FIRECRACKER['/proc/cpuinfo'])).toHaveLength(2);
  expect(parseCpuinfo(RASPBERRY_PI['/proc/cpuinfo'])).toHaveLength(3);
  expect(parseCpuinfo('')).toEqual([]);
});

test('cpuModel() is the model name on x86', () => {
  expect(modelOf(FIRECRACKER['/proc/cpuinfo'])).toBe('Intel(R) Xeon(R) Processor');
});

test('cpuModel() names ARM cores by implementer and part', () => {
  expect(modelOf(RASPBERRY_PI['/proc/cpuinfo'])).toBe('ARM Cortex-A76');
  expect(modelOf(GRAVITON['/proc/cpuinfo'])).toBe('ARM Neoverse-N1');
});

test('cpuModel() names every kind of core of a big.LITTLE chip', () => {
  expect(modelOf(BIG_LITTLE_CPUINFO)).toBe('ARM Cortex-A55 + ARM Cortex-A76');
});

test('cpuModel() gives the numbers of a core that it does not know', () => {
  expect(modelOf('CPU implementer\t: 0x99\nCPU part\t: 0xabc\n')).toBe(
    'unknown (implementer 0x99 part 0xabc)',
  );
});

test('cpuModel() falls back to what Node reports, with single spaces', () => {
  expect(modelOf('', 'Apple M2  Pro ')).toBe('Apple M2 Pro');
  expect(modelOf('', '')).toBe('unknown');
});

test('cpuModel() is the same whatever this Node version calls an ARM core', () => {
  expect(modelOf(GRAVITON['/proc/cpuinfo'], 'Neoverse-N1')).toBe(
    modelOf(GRAVITON['/proc/cpuinfo'], 'unknown'),
  );
});

test('cpuSignature() tells CPUs of one name apart', () => {
  expect(cpuSignature(parseCpuinfo(FIRECRACKER['/proc/cpuinfo']))).toBe(
    'GenuineIntel family 6 model 207 stepping 2',
  );
  expect(cpuSignature(parseCpuinfo(GRAVITON['/proc/cpuinfo']))).toBe(
    'implementer 0x41 part 0xd0c variant 0x3 revision 1',
  );
  expect(cpuSignature([])).toBeNull();
});
