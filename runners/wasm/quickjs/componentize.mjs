// Builds a component with QuickJS in it, and its bindings: `node componentize.mjs OPTIONS`, with the options as JSON.
// A program of its own for the reasons of the one in the folder above.
import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { writeComponent } from '../transpile.mjs';

/**
 * @typedef {object} BuildOptions
 * @property {string} toolPath the main module of componentize-qjs, which is installed outside the project
 * @property {string} sourcePath the bundle that becomes the component
 * @property {string} witPath
 * @property {string} worldName
 * @property {string} outputFolder gets app.wasm, component.js and component.core*.wasm
 */

/** @param {BuildOptions} options */
async function build({ toolPath, sourcePath, witPath, worldName, outputFolder }) {
  const { componentize } = await import(pathToFileURL(toolPath).href);
  const jsSource = await readFile(sourcePath, 'utf8');
  const { component } = await componentize({ witPath, jsSource, world: worldName });
  await writeComponent(component, outputFolder);
}

try {
  await build(JSON.parse(process.argv[2] ?? ''));
} catch (error) {
  process.stderr.write(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
