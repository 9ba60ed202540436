import { expect, test } from 'vitest';
import { IOREG, MACBOOK_SYSCTL, PMSET_BATTERY, PMSET_MAINS, RUNNER_SYSCTL } from './fixtures/macos.ts';
import { macSwap, macVirtualization, parsePlatformUuid, parsePmset, parseSysctl } from './macos.ts';

test('parseSysctl() keeps values with spaces, and skips complaints', () => {
  const text = `sysctl: unknown oid 'sysctl.proc_translated'\n${MACBOOK_SYSCTL}`;
  expect(parseSysctl(text).get('machdep.cpu.brand_string')).toBe('Apple M2 Pro');
  expect([...parseSysctl(text).keys()]).not.toContain('sysctl');
});

test('macVirtualization() tells a virtual Mac from a Mac', () => {
  expect(macVirtualization(parseSysctl(MACBOOK_SYSCTL))).toBe('none');
  expect(macVirtualization(parseSysctl(RUNNER_SYSCTL))).toBe('apple');
  expect(macVirtualization(parseSysctl('hw.model: MacPro7,1\nkern.hv_vmm_present: 1\n'))).toBe('vm-other');
  expect(macVirtualization(new Map())).toBeNull();
});

test('macSwap() reads mebibytes as bytes', () => {
  expect(macSwap(parseSysctl(MACBOOK_SYSCTL))).toEqual({
    totalBytes: 2048 * 1024 ** 2,
    usedBytes: 320.5 * 1024 ** 2,
  });
  expect(macSwap(new Map())).toBeNull();
});

test('parsePlatformUuid() finds the UUID, and not the serial number', () => {
  expect(parsePlatformUuid(IOREG)).toBe('B1A7E2C4-5D6F-5A0B-8C9D-0E1F2A3B4C5D');
  expect(parsePlatformUuid('')).toBeNull();
});

test('parsePmset() knows the battery from the mains', () => {
  expect([PMSET_BATTERY, PMSET_MAINS, ''].map(parsePmset)).toEqual([true, false, null]);
});
