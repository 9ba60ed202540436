// Builds a component and its JavaScript bindings: `node componentize.mjs OPTIONS`, with the options as JSON.
// A program of its own, because the build runs the workload's module: it can loop forever and must be stoppable.
// Plain JavaScript, because it runs as it is, from the sources and from the bundled command-line program alike.
import { componentize } from '@bytecodealliance/componentize-js';
import { writeComponent } from './transpile.mjs';

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
  await writeComponent(component, outputFolder);
}

try {
  await build(JSON.parse(process.argv[2] ?? ''));
} catch (error) {
  process.stderr.write(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
