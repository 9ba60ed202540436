import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ColdbenchError } from '../../../harness/model/errors.ts';
import type { Ms } from '../../../harness/model/units.ts';
import { projectRoot } from '../../../harness/project-root.ts';
import { runBuild } from '../build-process.ts';

/** What `jco opt` gives wasm-opt unless it is told otherwise. */
export const OPTIMIZER_FLAGS = [
  '-Oz',
  '--low-memory-unused',
  '--enable-bulk-memory',
  '--strip-debug',
] as const;

const PROGRAM = join(projectRoot(), 'runners/wasm/optimized/optimize.mjs');

/** It uses 130 s here for a component with StarlingMonkey. */
const CPU_LIMIT_S = 1800;
const WALL_LIMIT_MS: Ms = 3_600_000;

/**
 * Writes the optimised component at `componentPath` and what jco makes of it to `outputFolder`.
 * @throws ColdbenchError `OPTIMIZE_FAILED` with what wasm-opt said; the reason of `signal`.
 */
export async function optimize(
  componentPath: string,
  outputFolder: string,
  signal: AbortSignal,
): Promise<void> {
  const workFolder = join(outputFolder, 'build');
  await mkdir(workFolder);
  const options = JSON.stringify({ componentPath, flags: OPTIMIZER_FLAGS, outputFolder });
  const limits = { cpuLimitS: CPU_LIMIT_S, wallLimitMs: WALL_LIMIT_MS };
  const { exitCode, stderr, endless } = await runBuild([PROGRAM, options], { workFolder, ...limits, signal });
  if (endless !== null || exitCode !== 0) {
    const why = endless === null ? stderr.trim().slice(-1000) : `it was not done after ${endless}.`;
    throw new ColdbenchError('OPTIMIZE_FAILED', `wasm-opt cannot optimise the component: ${why}`, {
      remedy: 'Check that 1 GB of memory is free, or leave wasm:optimized out of this run.',
    });
  }
  await rm(workFolder, { recursive: true });
}
