import type { Bytes } from '../model/units.ts';
import type { HostFiles } from './host-files.ts';

export interface MemoryStatistics {
  readonly totalBytes: Bytes | null;
  /** What programs could still get without swapping (MemAvailable), not what is merely unused. */
  readonly availableBytes: Bytes | null;
  readonly swapTotalBytes: Bytes | null;
  readonly swapUsedBytes: Bytes | null;
}

/** Reads /proc/meminfo; see proc_meminfo(5). */
export function readMemory(files: HostFiles): MemoryStatistics {
  const text = files.read('/proc/meminfo') ?? '';
  const swapTotalBytes = kibibytes(text, 'SwapTotal');
  const swapFreeBytes = kibibytes(text, 'SwapFree');
  return {
    totalBytes: kibibytes(text, 'MemTotal'),
    availableBytes: kibibytes(text, 'MemAvailable'),
    swapTotalBytes,
    swapUsedBytes: swapTotalBytes === null || swapFreeBytes === null ? null : swapTotalBytes - swapFreeBytes,
  };
}

function kibibytes(text: string, key: string): Bytes | null {
  const match = text.match(new RegExp(`^${key}:\\s+(\\d+) kB$`, 'm'));
  return match ? Number(match[1]) * 1024 : null;
}

/** Pages read from and written to swap since boot (pswpin + pswpout of /proc/vmstat); a rise means swapping now. */
export function readSwappedPages(files: HostFiles): number | null {
  const text = files.read('/proc/vmstat') ?? '';
  const counts = [...text.matchAll(/^pswp(?:in|out) (\d+)$/gm)].map(([, count]) => Number(count));
  return counts.length === 0 ? null : counts.reduce((sum, count) => sum + count, 0);
}
