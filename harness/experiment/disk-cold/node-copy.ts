import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { chmod, copyFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { cachedArtifact } from '../../../runners/support/artifact-cache.ts';
import { ColdbenchError, messageOf } from '../../model/errors.ts';

/**
 * A private copy of the Node binary that runs the harness. Pages of a program that runs cannot be evicted, and the
 * harness is one; so guests of a disk-cold start run from this file. Made once per binary.
 * @throws ColdbenchError `NODE_COPY_FAILED` when the copy does not run, as where Node's library lies beside it.
 */
export async function nodeCopy(cacheDir: string, signal: AbortSignal): Promise<string> {
  const original = await realpath(process.execPath);
  const hash = createHash('sha256');
  await pipeline(createReadStream(original), hash);
  const { folder } = await cachedArtifact(
    { cacheDir, useCache: true, signal },
    'node-copy',
    hash.digest('hex'),
    async (temporary) => {
      const copy = join(temporary, 'node');
      await copyFile(original, copy);
      await chmod(copy, 0o755);
      await requireWorking(copy);
    },
  );
  return join(folder, 'node');
}

async function requireWorking(copy: string): Promise<void> {
  const answer = await promisify(execFile)(copy, ['--version'], { env: {} }).catch((error: unknown) => error);
  const version = (answer as { stdout?: string }).stdout?.trim();
  if (version === process.version) return;
  throw new ColdbenchError(
    'NODE_COPY_FAILED',
    `A copy of Node does not run: ${version ?? messageOf(answer)}`,
  );
}
