import { execa } from 'execa';
import { GUEST_ENVIRONMENT } from '../../harness/experiment/guest-environment.ts';
import type { Ms } from '../../harness/model/units.ts';

interface Build {
  /** An empty folder, where it also keeps its temporary files. */
  readonly workFolder: string;
  readonly cpuLimitS: number;
  readonly wallLimitMs: Ms;
  readonly signal: AbortSignal;
}

interface Built {
  readonly exitCode: number | undefined;
  readonly stderr: string;
  /** The limit that it ran into. */
  readonly endless: string | null;
}

/** The limit holds for each process of the build by itself, and even where this harness was killed and cannot act. */
const limited = (cpuLimitS: number): string => `ulimit -S -t ${cpuLimitS}; ulimit -c 0; exec "$@"`;

/**
 * Runs a Node program that builds, in a process group of its own that inherits nothing and ends, whole, by `signal`.
 * @throws the reason of `signal`.
 */
export async function runBuild(command: readonly string[], build: Build): Promise<Built> {
  const { cpuLimitS, wallLimitMs, signal } = build;
  signal.throwIfAborted();
  const limit = AbortSignal.timeout(wallLimitMs);
  const { exitCode, stderr } = await runGroup(command, build, AbortSignal.any([signal, limit]));
  signal.throwIfAborted();
  const ranOut = stderr.includes('SIGXCPU') ? `${cpuLimitS} s of processor time` : null;
  return { exitCode, stderr, endless: limit.aborted ? `${wallLimitMs / 1000} s` : ranOut };
}

async function runGroup(
  command: readonly string[],
  { workFolder, cpuLimitS }: Build,
  signal: AbortSignal,
): Promise<{ exitCode?: number; stderr: string }> {
  const build = execa('/bin/sh', ['-c', limited(cpuLimitS), 'sh', process.execPath, ...command], {
    cwd: workFolder,
    // What builds keeps its intermediate files in the temporary folder, and leaves them there when it is killed.
    env: { ...GUEST_ENVIRONMENT, TMPDIR: workFolder },
    extendEnv: false,
    stdin: 'ignore',
    stdout: 'ignore',
    detached: true,
    reject: false,
  });
  const end = (): void => endGroup(build.pid);
  signal.addEventListener('abort', end, { once: true });
  try {
    return await build;
  } finally {
    signal.removeEventListener('abort', end);
  }
}

function endGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
