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

type Build = (folder: string) => Promise<void>;

/** What a run has built or is building, by folder; a run is known by its signal. */
const builtBy = new WeakMap<AbortSignal, Map<string, Promise<CachedArtifact>>>();

/**
 * The folder of an artifact, built by `build` into a temporary folder and moved in place whole, so that a reader
 * never sees half of one, whether the harness is killed or two of them run at once. Two packagings of one run may need
 * the same part: it is built once, since a second build would take the first away from who reads it.
 */
export function cachedArtifact(
  context: PackageContext,
  kind: string,
  hash: string,
  build: Build,
): Promise<CachedArtifact> {
  const folder = join(context.cacheDir, kind, hash.slice(0, 32));
  const built = builtBy.get(context.signal) ?? new Map<string, Promise<CachedArtifact>>();
  builtBy.set(context.signal, built);
  const artifact = built.get(folder) ?? findOrBuild(context, folder, build);
  built.set(folder, artifact);
  // What failed is tried again by who asks next.
  artifact.catch(() => built.delete(folder));
  return artifact;
}

async function findOrBuild(context: PackageContext, folder: string, build: Build): Promise<CachedArtifact> {
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
