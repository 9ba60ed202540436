// What jco makes of a component for a JavaScript host; shared by the programs that build components.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { transpile } from '@bytecodealliance/jco';

/**
 * Writes app.wasm, component.js and component.core*.wasm.
 * @param {Uint8Array} component
 * @param {string} folder
 */
export async function writeComponent(component, folder) {
  await writeFile(join(folder, 'app.wasm'), component);
  const { files } = await transpile(component, {
    name: 'component',
    instantiation: 'async',
    nodejsCompat: false,
    emitTypescriptDeclarations: false,
  });
  for (const [name, bytes] of Object.entries(files)) await writeFile(join(folder, name), bytes);
}
