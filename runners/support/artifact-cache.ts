import { createHash, randomUUID } from 'node:crypto';
import { access, mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { PackageContext } from '../runner.ts';

export interface CachedArtifact {
  readonly folder: string;
  readonly cached: boolean;
}

/** The cache key of an artifact: a digest of everything that it is made from. */
export function contentHash(...parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest('hex');
}

/**
 * The folder of an artifact, built by `build` into a temporary folder and moved in place whole, so that a reader
 * never sees half of one, whether the harness is killed or two of them run at once.
 */
export async function cachedArtifact(
  context: PackageContext,
  kind: string,
  hash: string,
  build: (folder: string) => Promise<void>,
): Promise<CachedArtifact> {
  const folder = join(context.cacheDir, kind, hash.slice(0, 32));
  if (context.useCache && (await exists(folder))) return { folder, cached: true };
  const temporary = `${folder}.${randomUUID().slice(0, 8)}.tmp`;
  await mkdir(temporary, { recursive: true });
  try {
    await build(temporary);
    context.signal.throwIfAborted();
    await rm(folder, { recursive: true, force: true });
    await rename(temporary, folder);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    if (!(context.useCache && (await exists(folder)))) throw error;
  }
  return { folder, cached: false };
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
