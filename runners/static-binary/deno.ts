import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { runProgram } from '../support/run-program.ts';
import type { Build } from './build.ts';

/** The runtime that `deno compile` puts into a file; no part of Deno's npm package. */
export interface Denort {
  readonly path: string;
  /** What tells Deno where it is. */
  readonly environment: Readonly<Record<string, string>>;
}

export const DENORT_REMEDY =
  'Run `deno compile` of this Deno once with a network, which keeps denort in its cache, or name the program in DENORT_BIN.';

const TARGETS: Readonly<Record<string, string>> = {
  'linux-x64': 'x86_64-unknown-linux-gnu',
  'linux-arm64': 'aarch64-unknown-linux-gnu',
  'darwin-x64': 'x86_64-apple-darwin',
  'darwin-arm64': 'aarch64-apple-darwin',
};

/**
 * The user's DENORT_BIN, or what `deno compile` once downloaded; null when it would have to be downloaded now.
 * `version`: what the Deno that compiles says of itself.
 */
export function findDenort(version: string, env: NodeJS.ProcessEnv = process.env): Denort | null {
  const kept = env.DENORT_BIN ? null : env.DENO_DIR || defaultCache(env);
  const path = env.DENORT_BIN ?? join(kept ?? '', ...keptAs(version));
  if (!existsSync(path)) return null;
  return { path, environment: kept === null ? { DENORT_BIN: path } : { DENO_DIR: kept } };
}

function keptAs(version: string): string[] {
  const target = TARGETS[`${process.platform}-${process.arch}`];
  return ['dl', 'release', `v${/^deno (\S+)/.exec(version)?.[1]}`, `denort-${target}.zip`];
}

/** https://docs.deno.com/runtime/reference/env_variables/ */
const defaultCache = (env: NodeJS.ProcessEnv): string =>
  process.platform === 'darwin'
    ? join(homedir(), 'Library/Caches/deno')
    : join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'deno');

/** Deno's own caches, where they are not the user's. */
const CACHE = 'deno';

/** @throws ColdbenchError `PREPARE_FAILED`. */
export async function compileWithDeno({ folder, tool, version, from, to, signal }: Build): Promise<void> {
  const flags = ['--quiet', '--no-check', '--no-config', '--no-lock', '--allow-all'];
  const denort = findDenort(version)?.environment;
  await runProgram({
    command: tool,
    args: ['compile', ...flags, '--output', to, from],
    cwd: folder,
    environment: { DENO_DIR: join(folder, CACHE), DENO_NO_UPDATE_CHECK: '1', ...denort },
    signal,
    remedy: DENORT_REMEDY,
  });
  await rm(join(folder, CACHE), { recursive: true, force: true });
}
