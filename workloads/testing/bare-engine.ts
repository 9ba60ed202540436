import { createContext, runInContext } from 'node:vm';
import { transform } from 'esbuild';
import type { Answer } from '../record.ts';

/** Time, locale and engine specifics: what a workload may not touch, for its answer would depend on where it runs. */
const WITHOUT = `
  for (const name of ['Date', 'Intl', 'console', 'WebAssembly', 'SharedArrayBuffer', 'Atomics']) delete globalThis[name];
  for (const { prototype } of [Array, BigInt, Number, Object, String]) delete prototype.toLocaleString;
  for (const name of ['localeCompare', 'normalize', 'toLocaleLowerCase', 'toLocaleUpperCase']) delete String.prototype[name];
  Math.random = () => { throw new Error('drew a random number while it was loaded'); };
`;

/**
 * Loads a bundle into an engine that has ECMAScript and nothing else, no Node and no web globals; then lets
 * Math.random give a constant. Chance is refused before, as it is where a component is initialised.
 */
export async function bareEngine(bundle: string, random: number): Promise<Answer> {
  const { code } = await transform(bundle, { format: 'iife', globalName: 'workload' });
  const context = createContext(Object.create(null));
  runInContext(WITHOUT, context);
  runInContext(code, context);
  runInContext(`Math.random = () => ${random};`, context);
  return runInContext(
    'async (event) => JSON.stringify(await workload.handler(JSON.parse(event)))',
    context,
  ) as Answer;
}
