// Optimises the core modules of a component: `node optimize.mjs OPTIONS`, with the options as JSON. A program of its own,
// since it takes minutes and has to be stoppable.
import { readFile } from 'node:fs/promises';
import { opt } from '@bytecodealliance/jco';
import { writeComponent } from '../transpile.mjs';

/**
 * @typedef {object} OptimizeOptions
 * @property {string} componentPath
 * @property {string[]} flags of wasm-opt
 * @property {string} outputFolder gets app.wasm, component.js and component.core*.wasm
 */

/** @param {OptimizeOptions} options */
async function optimize({ componentPath, flags, outputFolder }) {
  // jco would verify the outcome by printing it as text, 0.7 GB of memory; what follows parses it anyway.
  const { component } = await opt(await readFile(componentPath), {
    quiet: true,
    optArgs: flags,
    noVerify: true,
  });
  await writeComponent(component, outputFolder);
}

try {
  await optimize(JSON.parse(process.argv[2] ?? ''));
} catch (error) {
  process.stderr.write(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
