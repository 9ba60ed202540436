import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Ms } from '../../harness/model/units.ts';
import { projectRoot } from '../../harness/project-root.ts';
import { buildEndless, buildFailed } from './build-errors.ts';
import { runBuild } from './build-process.ts';

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
  const options = { ...given, witPath, sourcePath, outputFolder };
  const { exitCode, stderr, endless } = await runBuild([program, JSON.stringify(options)], {
    workFolder,
    cpuLimitS: CPU_LIMIT_S,
    wallLimitMs: WALL_LIMIT_MS,
    signal,
  });
  if (endless !== null) throw buildEndless(endless);
  if (exitCode !== 0) throw buildFailed(stderr);
  await rm(workFolder, { recursive: true });
}
