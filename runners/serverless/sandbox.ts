import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { unzip } from './zip.ts';

/**
 * Unpacks a function's zip into a folder that must not exist yet. Reading the zip is part of it: the platform has
 * fetched it to this machine, as an image has been pulled, and no more; so a cold page cache is felt here too.
 * Synchronous, because nothing else may happen meanwhile, and a trip through Node's thread pool per file would be the
 * harness's cost, not the packaging's.
 */
export function unpackSandbox(zipPath: string, folder: string): void {
  mkdirSync(folder);
  unpackInto(zipPath, folder);
}

/** As `unpackSandbox`, into a folder that is there and empty. */
export function unpackInto(zipPath: string, folder: string): void {
  for (const { name, data } of unzip(readFileSync(zipPath))) {
    const path = join(folder, name);
    if (relative(folder, path).startsWith('..'))
      throw new RangeError(`${zipPath} holds a path outside: ${name}`);
    if (name.includes('/')) mkdirSync(dirname(path), { recursive: true });
    if (!name.endsWith('/')) writeFileSync(path, data);
  }
}
