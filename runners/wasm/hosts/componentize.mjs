// Builds a component that answers HTTP by itself: `node componentize.mjs OPTIONS`, with the options as JSON.
// A program of its own for the reasons of the one in the folder above.
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { componentize } from '@bytecodealliance/componentize-js';

/**
 * @typedef {object} BuildOptions
 * @property {string} sourcePath the bundle that becomes the component
 * @property {string} witPath the world, which names one version of WASI's interfaces
 * @property {string} worldName
 * @property {string} outputFolder gets app.wasm
 */

/**
 * WASI's interfaces as jco brings them, under the version that the world names. The patch releases of 0.2 differ in what
 * they add, of which this world uses nothing.
 * @param {string} world
 * @param {string} folder gets the world, and what it needs in `deps`
 */
async function writeWit(world, folder) {
  const [, version] = /@(\d+\.\d+\.\d+)/.exec(world) ?? [];
  const builtin = join(
    dirname(fileURLToPath(import.meta.resolve('@bytecodealliance/jco'))),
    '../lib/wit/builtin',
  );
  const given = (await readdir(builtin)).find((name) => name.startsWith('0.2.'));
  if (!version || !given) throw new Error(`jco brings no interfaces of WASI 0.2: ${builtin}`);
  await mkdir(folder);
  await writeFile(join(folder, 'world.wit'), world);
  await cp(join(builtin, given), join(folder, 'deps'), { recursive: true });
  for (const name of await readdir(join(folder, 'deps'), { recursive: true })) {
    if (!name.endsWith('.wit')) continue;
    const path = join(folder, 'deps', name);
    await writeFile(path, (await readFile(path, 'utf8')).replaceAll(given, version));
  }
}

/** @param {BuildOptions} options */
async function build({ outputFolder, witPath, ...options }) {
  const wit = join(dirname(options.sourcePath), 'wit');
  await writeWit(await readFile(witPath, 'utf8'), wit);
  const { component } = await componentize({ ...options, witPath: wit });
  await writeFile(join(outputFolder, 'app.wasm'), component);
}

try {
  await build(JSON.parse(process.argv[2] ?? ''));
} catch (error) {
  process.stderr.write(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
