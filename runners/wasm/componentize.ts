import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { GUEST_ENVIRONMENT } from '../../harness/experiment/guest-environment.ts';
import type { Ms } from '../../harness/model/units.ts';
import { projectRoot } from '../../harness/project-root.ts';
import { buildEndless, buildFailed } from './build-errors.ts';

/** A program that builds components, and what it is told besides where the files are. */
export interface Componentizer {
  readonly program: string;
  readonly witPath: string;
  readonly options: Readonly<Record<string, unknown>>;
}

/** What decides how a component is built; part of the artifact's digest. See README.md for the choice of features. */
export const STARLINGMONKEY: Componentizer = {
  program: join(projectRoot(), 'runners/wasm/componentize.mjs'),
  witPath: join(projectRoot(), 'runners/wasm/workload.wit'),
  options: { worldName: 'workload', disableFeatures: ['http', 'fetch-event'] },
};

/** A build uses 7 s here. What a busy machine takes from it does not count; what a module that loops uses does. */
const CPU_LIMIT_S = 120;
const WALL_LIMIT_MS: Ms = 600_000;

/** The limit holds for each process of the build by itself, and even where this harness was killed and cannot act. */
const LIMITED = `ulimit -S -t ${CPU_LIMIT_S}; ulimit -c 0; exec "$@"`;

/**
 * Builds the component of a bundle into `outputFolder`: app.wasm, and jco's component.js and component.core*.wasm.
 * @throws ColdbenchError `COMPONENTIZE_FAILED` with what the engine said about the module; the reason of `signal`.
 */
export async function componentize(
  { program, witPath, options: given }: Componentizer,
  code: Uint8Array,
  outputFolder: string,
  signal: AbortSignal,
): Promise<void> {
  const workFolder = join(outputFolder, 'build');
  const sourcePath = join(workFolder, 'workload.js');
  await mkdir(workFolder);
  await writeFile(sourcePath, code);
  const limit = AbortSignal.timeout(WALL_LIMIT_MS);
  const options = { ...given, witPath, sourcePath, outputFolder };
  const { exitCode, stderr } = await runBuild(
    [program, JSON.stringify(options)],
    workFolder,
    AbortSignal.any([signal, limit]),
  );
  signal.throwIfAborted();
  if (limit.aborted) throw buildEndless(`${WALL_LIMIT_MS / 1000} s`);
  if (stderr.includes('SIGXCPU')) throw buildEndless(`${CPU_LIMIT_S} s of processor time`);
  if (exitCode !== 0) throw buildFailed(stderr);
  await rm(workFolder, { recursive: true });
}

/** The build in a process group of its own that inherits nothing and ends, whole, by `signal`. */
async function runBuild(
  command: readonly string[],
  workFolder: string,
  signal: AbortSignal,
): Promise<{ exitCode?: number; stderr: string }> {
  signal.throwIfAborted();
  const build = execa('/bin/sh', ['-c', LIMITED, 'sh', process.execPath, ...command], {
    cwd: workFolder,
    // componentize-js keeps its intermediate files in the temporary folder, and leaves them there when it is killed.
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
