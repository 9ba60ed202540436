import { execFile, execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { GUEST_ENVIRONMENT } from '../../harness/experiment/guest-environment.ts';
import { projectRoot } from '../../harness/project-root.ts';

const run = promisify(execFile);

/** Times a command in nanoseconds, independently of the harness. */
export type Reference = (command: readonly string[]) => Promise<number>;

/** The C program beside this file, compiled into `folder`; null where there is no compiler. */
export function posixSpawnReference(folder: string): Reference | null {
  const program = join(folder, 'posix-spawn');
  try {
    execFileSync('cc', ['-O2', '-o', program, join(projectRoot(), 'scripts/fidelity/posix-spawn.c')], {
      stdio: 'ignore',
    });
  } catch {
    return null; // no C compiler here
  }
  return async (command) =>
    Number((await run(program, [...command], { env: { ...GUEST_ENVIRONMENT } })).stdout);
}

/** hyperfine without a shell, one run a time, so that it takes its turn in the blocks; null where it is not installed. */
export function hyperfineReference(folder: string): Reference | null {
  const exported = join(folder, 'hyperfine.json');
  try {
    execFileSync('hyperfine', ['--version'], { stdio: 'ignore' });
  } catch {
    return null; // not installed
  }
  return async (command) => {
    const line = command.map((word) => `'${word}'`).join(' ');
    await run('hyperfine', ['-N', '--runs', '1', '--export-json', exported, line], {
      env: { ...GUEST_ENVIRONMENT },
    });
    const { results } = JSON.parse(readFileSync(exported, 'utf8')) as { results: { mean: number }[] };
    return Math.round((results[0]?.mean ?? Number.NaN) * 1e9);
  };
}
