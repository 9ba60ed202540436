import { createHash } from 'node:crypto';
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Bytes } from '../../harness/model/units.ts';
import { BUNDLE_DETAILS } from '../support/bundle.ts';

/** The program that an artifact's folder is started with. */
export const HOST_PROGRAM = 'host.mjs';

const FACTS_FILE = 'facts.json';

/** Measured once, when the artifact is built: reading 12 MB for every run would only cost time. */
export type ArtifactFacts = {
  /** The component alone: what one would hand to another WebAssembly host. */
  readonly componentBytes: Bytes;
  readonly componentSha256: string;
  /** What this host reads instead: its program, jco's bindings and the core modules. */
  readonly hostBytes: Bytes;
};

/**
 * Fills `folder` with app.wasm, component.mjs, component.core*.wasm, host.mjs and facts.json. `build` writes the
 * component and what jco makes of it.
 */
export async function buildArtifact(
  folder: string,
  host: Uint8Array,
  build: (folder: string) => Promise<void>,
): Promise<void> {
  await build(folder);
  await minifyBindings(join(folder, 'component.js'), join(folder, 'component.mjs'));
  await writeFile(join(folder, HOST_PROGRAM), host);
  await writeFile(join(folder, FACTS_FILE), JSON.stringify(await measure(folder)));
}

export async function readFacts(folder: string): Promise<ArtifactFacts> {
  return JSON.parse(await readFile(join(folder, FACTS_FILE), 'utf8')) as ArtifactFacts;
}

async function minifyBindings(from: string, to: string): Promise<void> {
  const esbuild = await import('esbuild');
  const { code } = await esbuild.transform(await readFile(from), {
    format: 'esm',
    target: 'es2022',
    minify: BUNDLE_DETAILS.minified,
    legalComments: 'none',
  });
  await writeFile(to, code);
  await rm(from);
}

async function measure(folder: string): Promise<ArtifactFacts> {
  const component = await readFile(join(folder, 'app.wasm'));
  const others = (await readdir(folder)).filter((name) => name !== 'app.wasm');
  const sizes = await Promise.all(others.map(async (name) => (await stat(join(folder, name))).size));
  return {
    componentBytes: component.length,
    componentSha256: createHash('sha256').update(component).digest('hex'),
    hostBytes: sizes.reduce((sum, size) => sum + size, 0),
  };
}
