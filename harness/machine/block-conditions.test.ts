import { expect, test } from 'vitest';
import { conditionsReader, parseThrottled, readBorder, readConditions } from './block-conditions.ts';
import { RASPBERRY_PI } from './fixtures/arm.ts';
import { DOCKER, FIRECRACKER } from './fixtures/firecracker.ts';
import { memoryHost } from './fixtures/memory-host.ts';

test('conditionsReader() reads every counter in its unit', () => {
  expect(conditionsReader(memoryHost(FIRECRACKER))()).toEqual({
    atNs: expect.any(Number),
    stealNs: 440_000_000,
    psiCpuSomeUs: 46_153_974,
    psiIoSomeUs: null,
    psiMemorySomeUs: null,
    throttledUs: null,
    contextSwitches: 1_243_700,
    frequencyKhz: null,
  });
});

test('conditionsReader() reads throttling where a quota limits, and the frequency where it is shown', () => {
  const limited = {
    ...DOCKER,
    '/sys/fs/cgroup/cpu/cpu.stat': 'nr_periods 9\nnr_throttled 2\nthrottled_time 5000000\n',
  };
  expect(conditionsReader(memoryHost(limited))().throttledUs).toBe(5000);
  expect(conditionsReader(memoryHost(RASPBERRY_PI))().frequencyKhz).toBe(2_400_000);
});

test('what a system does not tell is null, never 0', () => {
  const { atNs, ...counters } = conditionsReader(memoryHost({}))();
  expect(atNs).toBeGreaterThan(0);
  expect(new Set(Object.values(counters))).toEqual(new Set([null]));
});

test('parseThrottled() knows both cgroup versions', () => {
  expect(parseThrottled('usage_usec 5\nthrottled_usec 12\n')).toBe(12);
  expect(parseThrottled('throttled_time 12999\n')).toBe(13);
  expect(parseThrottled('usage_usec 5\n')).toBeNull();
});

test('counters of this machine never run backwards', () => {
  const before = readConditions();
  const after = readBorder();
  expect(after.canaryNs).toBeGreaterThan(0);
  for (const key of [
    'atNs',
    'stealNs',
    'psiCpuSomeUs',
    'psiIoSomeUs',
    'psiMemorySomeUs',
    'contextSwitches',
  ] as const) {
    expect(after[key] ?? 0).toBeGreaterThanOrEqual(before[key] ?? 0);
  }
});
