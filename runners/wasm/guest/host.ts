// The program of the `wasm` packaging: a Node process that instantiates the component and serves it over HTTP.
import { readFileSync } from 'node:fs';
import { runtimeStamps } from '../../support/guest/announce.ts';
import { serve } from '../../support/guest/serve.ts';
import { instantiate } from './component.mjs';
import { thrownBy } from './thrown-by.ts';
import { wasiImports } from './wasi.ts';

let compiled = 0n;

/** jco asks for every core module before it instantiates the first one; so the last stamp is that of them all. */
function coreModule(name: string): WebAssembly.Module {
  const module = new WebAssembly.Module(readFileSync(new URL(name, import.meta.url)));
  compiled = process.hrtime.bigint();
  return module;
}

const component = await instantiate(coreModule, wasiImports);
const instantiated = process.hrtime.bigint();

async function respond(body: string): Promise<string> {
  try {
    const { buffer, byteOffset, byteLength } = component.respond(Buffer.from(body));
    return Buffer.from(buffer, byteOffset, byteLength).toString('utf8');
  } catch (error) {
    throw thrownBy(error);
  }
}

// The module was evaluated when the component was built; with the instance, its state is there.
serve(respond, { ...runtimeStamps(), compiled, instantiated, workloadLoaded: instantiated });
