import { chmod, copyFile, link, mkdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { PackageContext } from '../runner.ts';
import { cachedArtifact, contentHash } from '../support/artifact-cache.ts';
import type { Bundle } from '../support/bundle.ts';
import { type RuntimeFile, runtimeFiles } from '../support/runtime-files.ts';

/** Where the bundle is in every root, and where guests put their sockets. */
export const PROGRAM = '/app/app.mjs';
export const SOCKETS = '/run/coldbench';

export interface Root {
  readonly folder: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly cached: boolean;
  /** Node's path in the root, which is its path here. */
  readonly node: string;
}

/** The file system of the container image, as a folder: Node, what it is linked with, the bundle, and a few folders. */
export async function buildRoot(bundle: Bundle, context: PackageContext): Promise<Root> {
  const runtime = await runtimeFiles();
  const sha256 = contentHash(bundle.code, ...runtime.flatMap(({ path, sha256: digest }) => [path, digest]));
  const shared = await cachedArtifact(context, 'sandbox-runtime', runtimeHash(runtime), (folder) =>
    copyAll(runtime, folder),
  );
  const { folder, cached } = await cachedArtifact(context, 'sandbox', sha256, async (temporary) => {
    for (const { path } of runtime) await linkOrCopy(join(shared.folder, path), join(temporary, path));
    for (const path of ['/tmp', '/proc', '/dev', SOCKETS, dirname(PROGRAM)]) {
      await mkdir(join(temporary, path), { recursive: true });
    }
    await chmod(join(temporary, 'tmp'), 0o1777);
    await writeFile(join(temporary, PROGRAM), bundle.code);
  });
  const sizeBytes = bundle.code.length + runtime.reduce((sum, file) => sum + file.sizeBytes, 0);
  return { folder, sizeBytes, sha256, cached, node: runtime[0]?.path ?? process.execPath };
}

const runtimeHash = (runtime: readonly RuntimeFile[]): string =>
  contentHash(...runtime.flatMap(({ path, sha256 }) => [path, sha256]));

async function copyAll(files: readonly RuntimeFile[], folder: string): Promise<void> {
  for (const { path } of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await copyFile(path, join(folder, path));
    await chmod(join(folder, path), (await stat(path)).mode & 0o777);
  }
}

/** All roots share the pages of one Node, as containers share those of a layer. */
async function linkOrCopy(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await link(from, to).catch(() => copyFile(from, to));
}
