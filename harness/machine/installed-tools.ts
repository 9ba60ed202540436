import { join } from 'node:path';
import { projectRoot } from '../project-root.ts';
import { type HostFiles, hostFiles } from './host-files.ts';

/** What makes or measures the artifacts, by the names that people use: another version may give other figures. */
const PACKAGES: Readonly<Record<string, string>> = {
  esbuild: 'esbuild',
  jco: '@bytecodealliance/jco',
  'componentize-js': '@bytecodealliance/componentize-js',
  tinybench: 'tinybench',
  undici: 'undici',
};

/** Versions by tool; null for one that is not installed. Read, not imported: componentize-js alone loads for 100 ms. */
export function readToolVersions(
  modules: string = join(projectRoot(), 'node_modules'),
  files: HostFiles = hostFiles,
): ReadonlyMap<string, string | null> {
  return new Map(
    Object.entries(PACKAGES).map(([tool, name]) => [
      tool,
      versionOf(files.read(join(modules, name, 'package.json'))),
    ]),
  );
}

function versionOf(packageJson: string | null): string | null {
  if (packageJson === null) return null;
  const { version } = JSON.parse(packageJson) as { version?: unknown };
  return typeof version === 'string' ? version : null;
}
