import { execFile, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { projectRoot } from '../project-root.ts';

const run = promisify(execFile);

/** Bundles store-child.ts, which plain Node cannot load, into `folder`; returns the program's path. */
export const buildChild = (folder: string): Promise<string> =>
  bundleProgram('harness/model/store-child.ts', join(folder, 'store-child.mjs'));

/** The same for another program; `external` ones are looked up from where the bundle lies. */
export async function bundleProgram(
  entry: string,
  outfile: string,
  external: readonly string[] = [],
): Promise<string> {
  await build({
    entryPoints: [join(projectRoot(), entry)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
    external: [...external],
  });
  return outfile;
}

/** Runs a command to its end; returns the JSON values that it printed. */
export async function jsonFrom(command: readonly string[]): Promise<unknown[]> {
  const [file = '', ...args] = command;
  const { stdout } = await run(file, args);
  return stdout.split('\n').flatMap((line): unknown[] => (line === '' ? [] : [JSON.parse(line)]));
}

/** Kills the command with SIGKILL `delayMs` after `isTime` said so of a value that it printed; returns the last one. */
export async function killedWhen(
  command: readonly string[],
  isTime: (value: unknown) => boolean,
  delayMs = 0,
): Promise<unknown> {
  const [file = '', ...args] = command;
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  let last: unknown;
  let isDoomed = false;
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      last = JSON.parse(line);
      if (isDoomed || !isTime(last)) continue;
      isDoomed = true;
      setTimeout(() => child.kill('SIGKILL'), delayMs);
    }
  } finally {
    if (!isDoomed) child.kill('SIGKILL');
  }
  await exited;
  return last;
}

/** The command as it runs with a file system of 64 KiB on `folder`, which nobody else sees. */
export const withTinyDisk = (folder: string, command: readonly string[], options = 'size=64k'): string[] => {
  const script = `mount -t tmpfs -o ${options} tmpfs "$1" && shift && exec "$@"`;
  return ['unshare', '--map-root-user', '--mount', 'sh', '-c', script, 'sh', folder, ...command];
};

/** The command as it runs where no file may have more than 16 KiB or, if the shell counts in KiB, 32. */
export const withSmallFiles = (command: readonly string[]): string[] => [
  'sh',
  '-c',
  'ulimit -f 32 && exec "$@"',
  'sh',
  ...command,
];

/** Not everywhere may one mount; the test of small files covers the same paths where it fails. */
export const canMount = (folder: string): Promise<boolean> =>
  run('unshare', withTinyDisk(folder, ['true']).slice(1)).then(
    () => true,
    () => false,
  );
