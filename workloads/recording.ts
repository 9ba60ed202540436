import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, parse } from 'node:path';
import { ColdbenchError } from '../harness/model/errors.ts';

/** An event that lies beside a module, and the file for the digest of the answer to it. */
export interface Recording {
  readonly inputPath: string;
  readonly expectedPath: string;
}

/**
 * What is recorded beside a module: `<module>.input.json` with `<module>.expected.sha256`, or else `input.json` with
 * `expected.sha256`, as the built-in workloads have it; null when there is neither input.
 */
export function findRecording(modulePath: string): Recording | null {
  const folder = dirname(modulePath);
  for (const prefix of [`${parse(modulePath).name}.`, '']) {
    const inputPath = join(folder, `${prefix}input.json`);
    if (existsSync(inputPath)) return { inputPath, expectedPath: join(folder, `${prefix}expected.sha256`) };
  }
  return null;
}

/**
 * The digest in an `expected.sha256`, alone or as `sha256sum` writes it; null when there is no such file.
 * @throws ColdbenchError `EXPECTED_NOT_A_DIGEST`
 */
export async function readExpected({ expectedPath }: Recording): Promise<string | null> {
  if (!existsSync(expectedPath)) return null;
  const digest = /^([0-9a-f]{64})(\s|$)/i.exec(await readFile(expectedPath, 'utf8'))?.[1];
  if (digest !== undefined) return digest.toLowerCase();
  throw new ColdbenchError('EXPECTED_NOT_A_DIGEST', `${expectedPath} holds no SHA-256 digest.`, {
    remedy: 'Write 64 hexadecimal digits into it, or delete it.',
  });
}
