import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { ColdbenchError, messageOf } from '../../harness/model/errors.ts';
import type { Bytes } from '../../harness/model/units.ts';

/** A file that Node needs to run, at the path where the program and its loader look for it. */
export interface RuntimeFile {
  readonly path: string;
  readonly sizeBytes: Bytes;
  readonly sha256: string;
}

let found: Promise<readonly RuntimeFile[]> | undefined;

/**
 * This harness's own Node binary, then its shared libraries and their loader, and nothing else: the `process` row
 * runs the same bytes. Read once per harness.
 * @throws ColdbenchError `RUNTIME_INCOMPLETE` when a library cannot be found.
 */
export function runtimeFiles(): Promise<readonly RuntimeFile[]> {
  found ??= realpath(process.execPath).then(async (node) =>
    Promise.all([node, ...(await sharedLibraries(node))].map(describeFile)),
  );
  return found;
}

async function sharedLibraries(program: string): Promise<string[]> {
  const environment = { PATH: '/usr/bin:/bin', LC_ALL: 'C' };
  const { stdout } = await promisify(execFile)('ldd', [program], { env: environment }).catch((error) => {
    // A program that is linked statically needs no library, and glibc's ldd fails for it, musl's does not.
    if (/not a (?:valid )?dynamic/.test(`${error.stdout}${error.stderr}`)) return { stdout: '' };
    throw incomplete(program, messageOf(error), error);
  });
  return parseLdd(program, stdout);
}

/** The paths in the output of glibc's or musl's ldd: `name => /path (0x…)`, or only `/path (0x…)` for the loader. */
export function parseLdd(program: string, output: string): string[] {
  const missing = /^\s*(\S+) => not found/m.exec(output)?.[1];
  if (missing) throw incomplete(program, `its library ${missing} is not found`);
  const paths = output.split('\n').flatMap((line) => /(\/.+) \(0x[0-9a-f]+\)$/.exec(line)?.[1] ?? []);
  return [...new Set(paths)].sort();
}

function incomplete(program: string, why: string, cause?: unknown): ColdbenchError {
  return new ColdbenchError('RUNTIME_INCOMPLETE', `Cannot list what ${program} needs to run: ${why}`, {
    remedy: `Check "ldd ${program}".`,
    cause,
  });
}

async function describeFile(path: string): Promise<RuntimeFile> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return { path, sizeBytes: (await stat(path)).size, sha256: hash.digest('hex') };
}
