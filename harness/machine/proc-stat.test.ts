import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FIRECRACKER } from './fixtures/firecracker.ts';
import { memoryHost } from './fixtures/memory-host.ts';
import { hostFiles } from './host-files.ts';
import { cpuShares, parseProcStat, readCpuTimes } from './proc-stat.ts';

test('parseProcStat() adds up the first line, and counts guests once', () => {
  expect(parseProcStat(FIRECRACKER['/proc/stat'])).toEqual({
    busy: 43846 + 4363 + 89,
    total: 43846 + 4363 + 191392 + 383 + 89 + 44,
    steal: 44,
    contextSwitches: 1243700,
  });
  expect(parseProcStat('cpu  10 1 2 30 4 5 6 7 9 1\n')?.total).toBe(65);
  expect(parseProcStat('')).toBeNull();
});

test('cpuShares() are parts of all CPU time', () => {
  const before = { busy: 100, total: 1000, steal: 0 };
  expect(cpuShares(before, { busy: 130, total: 1100, steal: 5 })).toEqual({ busy: 0.3, steal: 0.05 });
  expect(cpuShares(before, before)).toBeNull();
  expect(cpuShares({ ...before, steal: null }, { busy: 100, total: 1001, steal: null })?.steal).toBeNull();
});

test('cpuShares() stay between 0 and 1, whatever the counters do', () => {
  const times = fc.record({ busy: fc.nat(), total: fc.nat(), steal: fc.nat() });
  fc.assert(
    fc.property(times, times, (before, after) => {
      const shares = cpuShares(before, after);
      for (const share of shares === null ? [] : [shares.busy, shares.steal ?? 0]) {
        expect(share).toBeGreaterThanOrEqual(0);
        expect(share).toBeLessThanOrEqual(1);
      }
    }),
  );
});

test('readCpuTimes() of this machine rise, and Node tells them where /proc does not', () => {
  for (const files of [hostFiles, memoryHost({})]) {
    const { busy, total } = readCpuTimes(files);
    expect(busy).toBeGreaterThan(0);
    expect(total).toBeGreaterThanOrEqual(busy);
  }
});
