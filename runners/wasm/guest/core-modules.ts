import { readFileSync } from 'node:fs';

/** Compiles core modules, and remembers when the last one was. */
export interface CoreModules {
  get(name: string): WebAssembly.Module;
  compiled(): bigint;
}

/** jco asks for every core module before it instantiates the first one; so the last stamp is that of them all. */
export function coreModules(): CoreModules {
  let compiled = 0n;
  return {
    get(name) {
      const module = new WebAssembly.Module(readFileSync(new URL(name, import.meta.url)));
      compiled = process.hrtime.bigint();
      return module;
    },
    compiled: () => compiled,
  };
}
