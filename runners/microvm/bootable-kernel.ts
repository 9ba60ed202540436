import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ColdbenchError, messageOf } from '../../harness/model/errors.ts';
import type { Bytes } from '../../harness/model/units.ts';
import type { PackageContext } from '../runner.ts';
import { cachedArtifact, contentHash } from '../support/artifact-cache.ts';
import { uncompressedKernel } from './bzimage.ts';

export interface BootableKernel {
  /** What QEMU is given. */
  readonly path: string;
  readonly form: 'as found' | 'uncompressed';
  /** Of the file that was found: what would be shipped. */
  readonly sizeBytes: Bytes;
  readonly sha256: string;
}

const FILE = 'vmlinux';

/**
 * The kernel in the form that starts soonest: uncompressed, kept in the cache, where that can be had from it.
 * @throws ColdbenchError `NO_MICROVM` when it cannot be read; `KERNEL_GARBLED`.
 */
export async function bootableKernel(path: string, context: PackageContext): Promise<BootableKernel> {
  const image = await readFile(path).catch((cause: unknown) => {
    const message = `The kernel cannot be read: ${messageOf(cause)}`;
    throw new ColdbenchError('NO_MICROVM', message, { cause, remedy: `Check ${path}.` });
  });
  const found = { sizeBytes: image.length, sha256: contentHash(image) };
  const kernel = uncompressedKernel(image);
  if (kernel === null) return { ...found, path, form: 'as found' };
  const { folder } = await cachedArtifact(context, 'microvm-kernel', found.sha256, (temporary) =>
    writeFile(join(temporary, FILE), kernel),
  );
  return { ...found, path: join(folder, FILE), form: 'uncompressed' };
}
