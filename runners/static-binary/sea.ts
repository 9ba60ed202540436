import { chmod, copyFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runProgram } from '../support/run-program.ts';
import type { Build } from './build.ts';

const BLOB = 'app.blob';
const CONFIGURATION = 'sea.json';
/** What Node looks for in its own binary: https://nodejs.org/docs/latest-v20.x/api/single-executable-applications.html */
const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';

/**
 * A copy of this Node with the bundle in it. `settings`: what Node's configuration adds.
 * @throws ColdbenchError `PREPARE_FAILED`.
 */
export async function injectIntoNode(
  { folder, tool: postject, from, to, signal }: Build,
  settings: Readonly<Record<string, boolean>> = {},
): Promise<void> {
  const remedy =
    'A workload that opens files, sockets or native code while it loads cannot be in a snapshot.';
  const configuration = { main: from, output: BLOB, disableExperimentalSEAWarning: true, ...settings };
  await writeFile(join(folder, CONFIGURATION), JSON.stringify(configuration));
  const runNode = (...args: string[]): Promise<void> =>
    runProgram({ command: process.execPath, args, cwd: folder, signal, remedy });
  await runNode('--experimental-sea-config', CONFIGURATION);
  await copyFile(process.execPath, join(folder, to));
  await chmod(join(folder, to), 0o755);
  const macho = process.platform === 'darwin' ? ['--macho-segment-name', 'NODE_SEA'] : [];
  await runNode(postject, to, 'NODE_SEA_BLOB', BLOB, '--sentinel-fuse', FUSE, ...macho);
  for (const name of [BLOB, CONFIGURATION]) await rm(join(folder, name));
}
