import { execFile } from 'node:child_process';
import { open } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { MOST_RESIDENT } from '../../model/conditions.ts';
import { ColdbenchError } from '../../model/errors.ts';
import type { Eviction } from '../../model/schema.ts';
import { readResidency } from './residency.ts';

/**
 * dd with `iflag=nocache` and `count=0` is posix_fadvise(POSIX_FADV_DONTNEED) on the whole file, which needs no root.
 * Opened for reading: a program that runs elsewhere cannot be opened for writing.
 */
const EVICT_SCRIPT = 'for file; do dd if="$file" iflag=nocache count=0 status=none || exit 1; done';
const METHOD = 'posix_fadvise DONTNEED (dd), mincore (fincore)';

/** Another guest that has just ended may hold its pages a little longer. */
const ATTEMPTS = 20;
const PAUSE_MS = 50;

/**
 * Drops files from the page cache, and proves it.
 * @throws ColdbenchError `NOT_DISK_COLD` when more than a hundredth of their bytes stays; `NO_RESIDENCY`.
 */
export async function evict(paths: readonly string[], attempts = ATTEMPTS): Promise<Eviction> {
  await Promise.all(paths.map(writeBack));
  for (let attempt = 1; ; attempt += 1) {
    await promisify(execFile)('/bin/sh', ['-c', EVICT_SCRIPT, 'sh', ...paths]);
    const { bytes, residentBytes } = await readResidency(paths);
    if (residentBytes <= bytes * MOST_RESIDENT)
      return { files: paths.length, bytes, residentBytesAfter: residentBytes, method: METHOD };
    if (attempt >= attempts) throw notCold(residentBytes, bytes);
    await pause(PAUSE_MS);
  }
}

/**
 * Reads files back into the page cache, whole: the other rows start from the same ones, and must find them as they
 * would if nothing had ever been evicted. Without it a first cold container had 17 major faults.
 */
export async function readBack(paths: readonly string[]): Promise<void> {
  await promisify(execFile)('/bin/sh', ['-c', 'cat -- "$@" >/dev/null', 'sh', ...paths]);
}

/** A page that is not on disk yet cannot be dropped. */
async function writeBack(path: string): Promise<void> {
  const file = await open(path);
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

const notCold = (residentBytes: number, bytes: number): ColdbenchError =>
  new ColdbenchError(
    'NOT_DISK_COLD',
    `${residentBytes} of the ${bytes} bytes that it starts from stayed in the page cache.`,
    { remedy: 'Something else has them mapped: end other runs and containers of coldbench.' },
  );
