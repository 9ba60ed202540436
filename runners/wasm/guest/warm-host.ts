// The program of the `warm-host` start: it compiles the component of a folder and listens, and makes the one instance
// that answers when it is asked to, by a line on its standard input.
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { announce, runtimeStamps } from '../../support/guest/announce.ts';
import { serve } from '../../support/guest/serve.ts';
import type { Component, instantiate as Instantiate } from './component.d.mts';
import { lastText, wasiImports } from './node-wasi.ts';
import { respondWith } from './respond-with.ts';

// V8 would put off the compiling of a function until its first call, which is then in the figures of the instance.
setFlagsFromString('--no-wasm-lazy-compilation');

const [, , channel = '3', , , folder = '.'] = process.argv;
const modules = new Map(
  readdirSync(folder)
    .filter((name) => /^component\.core.*\.wasm$/.test(name))
    .map((name) => [name, new WebAssembly.Module(readFileSync(join(folder, name)))]),
);
const { instantiate }: { instantiate: typeof Instantiate } = await import(
  pathToFileURL(join(folder, 'component.mjs')).href
);
const compiled = process.hrtime.bigint();

function coreModule(name: string): WebAssembly.Module {
  const module = modules.get(name);
  if (!module) throw new Error(`${name} was not compiled`);
  return module;
}

let component: Component | undefined;
const asked = once(process.stdin, 'data');
serve(
  async (body) => {
    if (!component) throw new Error('there is no instance yet');
    return respondWith(component, body, lastText);
  },
  { ...runtimeStamps(), compiled },
);
await asked;
component = await instantiate(coreModule, wasiImports);
const instantiated = process.hrtime.bigint();
announce(channel, { instantiated, workloadLoaded: instantiated });
