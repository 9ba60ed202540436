import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../project-root.ts';

export const harnessVersion = (): string =>
  (JSON.parse(readFileSync(join(projectRoot(), 'package.json'), 'utf8')) as { version: string }).version;

/** The commit of the harness's own checkout, with `-dirty` when files differ from it; null outside a checkout. */
export async function gitCommit(): Promise<string | null> {
  const [{ execFile }, { promisify }] = await Promise.all([
    import('node:child_process'),
    import('node:util'),
  ]);
  const git = promisify(execFile);
  try {
    const { stdout } = await git('git', ['describe', '--always', '--abbrev=40', '--dirty', '--exclude=*'], {
      cwd: projectRoot(),
    });
    return stdout.trim();
  } catch {
    return null; // no git, or no checkout
  }
}
