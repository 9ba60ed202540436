import { randomUUID } from 'node:crypto';
import { access, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleHandler } from './bundle.ts';
import { sha256 } from './input.ts';
import type { Workload } from './workload.ts';

/** Where the kept handler with this digest is, or would be. */
export const keptHandlerPath = (cacheDir: string, digest: string): string =>
  join(cacheDir, 'handlers', `${digest}.mjs`);

/** The kept handler with this digest; null when it is not, or no longer, in the cache. */
export async function findKeptHandler(cacheDir: string, digest: string): Promise<string | null> {
  const path = keptHandlerPath(cacheDir, digest);
  return (await exists(path)) ? path : null;
}

/**
 * Keeps a workload's module, bundled with its dependencies, under its digest, so that a later run can measure this very
 * code beside a newer one. Bundled for a plain ECMAScript engine if that is possible, since every runner takes that.
 * @returns the SHA-256 of the bundle.
 * @throws ColdbenchError `BUNDLE_FAILED`
 */
export async function keepHandler(workload: Workload, cacheDir: string): Promise<string> {
  const code = await bundled(workload);
  const digest = sha256(code);
  const path = keptHandlerPath(cacheDir, digest);
  if (await exists(path)) return digest;
  await mkdir(join(cacheDir, 'handlers'), { recursive: true });
  const temporary = `${path}.${randomUUID().slice(0, 8)}.tmp`;
  await writeFile(temporary, code);
  await rename(temporary, path);
  return digest;
}

/** A bundle bundled again is another text, so that one which is kept already is left as it is. */
async function bundled(workload: Workload): Promise<Uint8Array> {
  if (workload.bundleSha256 !== undefined) return readFile(workload.modulePath);
  return Buffer.from(await bundleHandler(workload, 'neutral').catch(() => bundleHandler(workload, 'node')));
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
