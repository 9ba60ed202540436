import { randomUUID } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { ColdbenchError } from '../model/errors.ts';

/**
 * Writes a whole file or none: a reader never sees half of one, and what was there stays when the disk is full.
 * @throws ColdbenchError `OUTPUT_NOT_WRITABLE`
 */
export async function writeOutput(path: string, content: string | Uint8Array): Promise<void> {
  const unfinished = `${path}.${randomUUID()}.tmp`;
  try {
    await writeFile(unfinished, content);
    await rename(unfinished, path);
  } catch (cause) {
    await rm(unfinished, { force: true });
    throw new ColdbenchError(
      'OUTPUT_NOT_WRITABLE',
      `${path} could not be written: ${(cause as Error).message}`,
      {
        remedy: 'Name a file in a folder that exists and can be written with --out.',
        cause,
      },
    );
  }
}
