import { chmod, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../../../../harness/project-root.ts';
import type { HostName } from '../find-host.ts';

const PROGRAM = join(projectRoot(), 'runners/wasm/hosts/testing/stand-in-host.mjs');

/** A folder with programs that take the command lines of Wasmtime and Spin; for PATH. */
export async function makeStandIns(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'coldbench-test-hosts-'));
  for (const name of ['wasmtime', 'spin'] satisfies HostName[]) {
    const command = [process.execPath, PROGRAM, name, folder].map((word) => `'${word}'`).join(' ');
    await makeProgram(join(folder, name), `exec ${command} "$@"`);
  }
  return folder;
}

/** A shell script that can be run. */
export async function makeProgram(path: string, script: string): Promise<string> {
  await writeFile(path, `#!/bin/sh\n${script}\n`);
  await chmod(path, 0o755);
  return path;
}
