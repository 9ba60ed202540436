import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { messageOf } from '../../harness/model/errors.ts';
import { projectRoot } from '../../harness/project-root.ts';
import type { Probe } from '../runner.ts';

const packageFile = (name: string): string =>
  join(projectRoot(), 'node_modules/@bytecodealliance', name, 'package.json');

/** Of the optimiser, which jco depends on. */
export const binaryenVersion = (): Promise<string> =>
  readVersion(join(projectRoot(), 'node_modules/binaryen/package.json'));

/** The versions that decide what is built; componentize-js brings its engine, StarlingMonkey, along. */
export async function toolVersions(): Promise<{ componentizeJs: string; jco: string; node: string }> {
  const [componentizeJs, jco] = await Promise.all([versionOf('componentize-js'), versionOf('jco')]);
  return { componentizeJs, jco, node: process.version };
}

const versionOf = (name: string): Promise<string> => readVersion(packageFile(name));

async function readVersion(path: string): Promise<string> {
  return (JSON.parse(await readFile(path, 'utf8')) as { version: string }).version;
}

export async function probe(): Promise<Probe> {
  try {
    findWizer();
    return { available: true, variant: 'starlingmonkey', versions: await toolVersions() };
  } catch (error) {
    return {
      available: false,
      reason: `The component toolchain is not installed: ${messageOf(error).split('\n')[0]}`,
      remedy:
        'Run `npm ci` with optional dependencies, on Linux or macOS; or leave the wasm runner out of this run.',
    };
  }
}

/** componentize-js runs a native program that npm installs only for the platforms it is built for. */
function findWizer(): string {
  const wizer = createRequire(packageFile('componentize-js')).resolve('@bytecodealliance/wizer');
  return createRequire(wizer).resolve(`@bytecodealliance/wizer-${process.platform}-${process.arch}`);
}
