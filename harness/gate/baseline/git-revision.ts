import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { UsageError } from '../../model/errors.ts';

export interface GitRevision {
  /** As the user wrote it. */
  readonly name: string;
  /** Of the commit, 40 hex digits. */
  readonly sha: string;
}

/**
 * A revision of the repository around a folder, the current one unless it is given.
 * @throws UsageError `NO_SUCH_BASELINE`
 */
export async function gitRevision(name: string, cwd?: string): Promise<GitRevision> {
  const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`];
  try {
    const { stdout } = await promisify(execFile)('git', args, { cwd });
    return { name, sha: stdout.trim() };
  } catch (cause) {
    throw new UsageError('NO_SUCH_BASELINE', `There is no file and no git revision '${name}' here.`, {
      remedy: 'Name a result set (.ndjson), a branch, tag or commit, or last-good with --baseline.',
      cause,
    });
  }
}
