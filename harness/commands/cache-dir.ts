import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Io } from './io.ts';

/** Artifacts are kept per user, by content, so that every clone and every run shares them. */
export function cacheDir(env: Io['env']): string {
  if (env.COLDBENCH_CACHE_DIR) return env.COLDBENCH_CACHE_DIR;
  return join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'coldbench');
}
