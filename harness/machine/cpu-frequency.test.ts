import { expect, test } from 'vitest';
import { readGovernor, readThrottleCount, readTurbo } from './cpu-frequency.ts';
import { memoryHost } from './fixtures/memory-host.ts';

const CPU = '/sys/devices/system/cpu';

test('readGovernor() lists each governor once', () => {
  const policy = (number: number) => `${CPU}/cpufreq/policy${number}/scaling_governor`;
  const files = memoryHost({
    [policy(0)]: 'schedutil\n',
    [policy(1)]: 'performance\n',
    [policy(2)]: 'schedutil\n',
    [`${CPU}/cpufreq/boost`]: '1\n',
  });
  expect(readGovernor(files)).toBe('performance,schedutil');
  expect(readGovernor(memoryHost({}))).toBeNull();
});

test('readTurbo() understands "no turbo" as well as "boost"', () => {
  const turbo = (contents: Record<string, string>) => readTurbo(memoryHost(contents));
  expect(turbo({ [`${CPU}/intel_pstate/no_turbo`]: '0\n' })).toBe(true);
  expect(turbo({ [`${CPU}/intel_pstate/no_turbo`]: '1\n' })).toBe(false);
  expect(turbo({ [`${CPU}/cpufreq/boost`]: '1\n' })).toBe(true);
  expect(turbo({ [`${CPU}/cpufreq/boost`]: '0\n' })).toBe(false);
  expect(turbo({})).toBeNull();
});

test('readThrottleCount() sums over the CPUs', () => {
  const files = memoryHost({
    [`${CPU}/cpu0/thermal_throttle/core_throttle_count`]: '3\n',
    [`${CPU}/cpu11/thermal_throttle/core_throttle_count`]: '4\n',
    [`${CPU}/cpuidle/current_driver`]: 'none\n',
  });
  expect(readThrottleCount(files)).toBe(7);
  expect(readThrottleCount(memoryHost({}))).toBeNull();
});
