import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '../project-root.ts';

const versionIn = (folder: string): string =>
  (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }).version;

export const harnessVersion = (): string => versionIn(projectRoot());

/** The tools that make or measure the artifacts: another version may give other figures. */
export function toolVersions(): Record<string, string> {
  const names = [
    'esbuild',
    'tinybench',
    'undici',
    '@bytecodealliance/componentize-js',
    '@bytecodealliance/jco',
  ];
  const modules = join(projectRoot(), 'node_modules');
  const versions = names.map((name) => [name, versionIn(join(modules, name))]);
  return { node: process.version, v8: process.versions.v8, ...Object.fromEntries(versions) };
}

/** The commit of the harness's own checkout, with `-dirty` when files differ from it; null outside a checkout. */
export async function gitCommit(): Promise<string | null> {
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
