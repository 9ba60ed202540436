import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/**
 * How this folder looks at the host: /proc, /sys and a few files of /etc. An interface, so that tests can show
 * the readers a Raspberry Pi, a laptop on battery or a container, which no test machine is all at once.
 */
export interface HostFiles {
  /** The text of a file; null when this host does not have it or does not show it. */
  read(path: string): string | null;
  /** The names in a folder, sorted; empty when there is no such folder. */
  list(folder: string): readonly string[];
  /** Where a symbolic link points; null when there is none. */
  link(path: string): string | null;
}

/** The host that this process runs on. */
export const hostFiles: HostFiles = {
  read: (path) => orAbsent(() => readFileSync(path, 'utf8'), null),
  list: (folder) => orAbsent(() => readdirSync(folder).sort(), []),
  link: (path) => orAbsent(() => readlinkSync(path), null),
};

/** A file of one line, trimmed; null when absent or empty. */
export function readLine(files: HostFiles, path: string): string | null {
  const line = files.read(path)?.trim();
  return line === undefined || line === '' ? null : line;
}

/** A file that holds one whole number; null when absent or something else ("max", "<unknown>"). */
export function readNumber(files: HostFiles, path: string): number | null {
  const line = readLine(files, path);
  return line !== null && /^-?\d+$/.test(line) ? Number(line) : null;
}

/**
 * Every error of the operating system reads as "absent": which one it is depends on the kernel (ENOENT without the
 * feature, EACCES or EPERM inside a sandbox, EOPNOTSUPP for /proc/pressure with `psi=0`), and all mean the same here.
 */
function orAbsent<T>(look: () => T, absent: T): T {
  try {
    return look();
  } catch (error) {
    if (error instanceof Error && 'errno' in error) return absent;
    throw error;
  }
}
