// Builds a component and its JavaScript bindings: `node componentize.mjs OPTIONS`, with the options as JSON.
// A program of its own, because the build runs the workload's module: it can loop forever and must be stoppable.
// Plain JavaScript, because it runs as it is, from the sources and from the bundled command-line program alike.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { componentize } from '@bytecodealliance/componentize-js';
import { transpile } from '@bytecodealliance/jco';

/**
 * @typedef {object} BuildOptions
 * @property {string} sourcePath the bundle that becomes the component
 * @property {string} witPath
 * @property {string} worldName
 * @property {('http' | 'fetch-event' | 'stdio' | 'random' | 'clocks')[]} disableFeatures
 * @property {string} outputFolder gets app.wasm, component.js and component.core*.wasm
 */

/** @param {BuildOptions} options */
async function build({ outputFolder, ...options }) {
  const { component } = await componentize(options);
  await writeFile(join(outputFolder, 'app.wasm'), component);
  const { files } = await transpile(component, {
    name: 'component',
    instantiation: 'async',
    nodejsCompat: false,
    emitTypescriptDeclarations: false,
  });
  for (const [name, bytes] of Object.entries(files)) await writeFile(join(outputFolder, name), bytes);
}

try {
  await build(JSON.parse(process.argv[2] ?? ''));
} catch (error) {
  process.stderr.write(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
