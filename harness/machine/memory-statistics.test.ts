import { expect, test } from 'vitest';
import { FIRECRACKER } from './fixtures/firecracker.ts';
import { memoryHost } from './fixtures/memory-host.ts';
import { readMemory, readSwappedPages } from './memory-statistics.ts';

test('readMemory() reads kibibytes as bytes', () => {
  expect(readMemory(memoryHost(FIRECRACKER))).toEqual({
    totalBytes: 24_684_092 * 1024,
    availableBytes: 24_115_700 * 1024,
    swapTotalBytes: 0,
    swapUsedBytes: 0,
  });
});

test('readMemory() is all null where there is no /proc/meminfo', () => {
  expect(new Set(Object.values(readMemory(memoryHost({}))))).toEqual(new Set([null]));
});

test('swap in use is what is not free', () => {
  const files = memoryHost({ '/proc/meminfo': 'SwapTotal:  2000 kB\nSwapFree:   500 kB\n' });
  expect(readMemory(files).swapUsedBytes).toBe(1500 * 1024);
});

test('readSwappedPages() adds both directions', () => {
  expect(readSwappedPages(memoryHost({ '/proc/vmstat': 'pgpgin 9\npswpin 12\npswpout 30\n' }))).toBe(42);
  expect(readSwappedPages(memoryHost({}))).toBeNull();
});
