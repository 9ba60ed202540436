import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { ColdbenchError, messageOf } from '../../model/errors.ts';
import type { Bytes } from '../../model/units.ts';

/** How much of some files the page cache holds. */
export interface Residency {
  readonly bytes: Bytes;
  readonly residentBytes: Bytes;
}

const FINCORE = ['--bytes', '--raw', '--noheadings', '--output', 'RES,SIZE'];

/**
 * Asks the kernel (mincore, by util-linux' fincore), which reads no page to find out. Files that the caller may not
 * write count as wholly resident: that is what mincore(2) says of them since Linux 5.2.
 * @throws ColdbenchError `NO_RESIDENCY` when it cannot be told.
 */
export async function readResidency(paths: readonly string[]): Promise<Residency> {
  const { stdout } = await promisify(execFile)('fincore', [...FINCORE, ...paths]).catch((error: unknown) => {
    throw unknown(messageOf(error), error);
  });
  return parseResidency(stdout, paths.length);
}

/** One line `resident size` a file. */
export function parseResidency(output: string, files: number): Residency {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  const pairs = lines.map((line) => /^\s*(\d+)\s+(\d+)\s*$/.exec(line));
  if (lines.length !== files || pairs.includes(null))
    throw unknown(`it printed ${JSON.stringify(output.slice(0, 200))} for ${files} files`);
  const sum = (column: 1 | 2): Bytes => pairs.reduce((total, pair) => total + Number(pair?.[column]), 0);
  return { residentBytes: sum(1), bytes: sum(2) };
}

const unknown = (why: string, cause?: unknown): ColdbenchError =>
  new ColdbenchError('NO_RESIDENCY', `fincore does not tell what the page cache holds: ${why.trim()}`, {
    remedy: 'Install util-linux 2.30 or newer.',
    cause,
  });
