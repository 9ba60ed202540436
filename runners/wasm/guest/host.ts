// The program of the `wasm` packaging: a Node process that instantiates the component and serves it over HTTP.
import { runtimeStamps } from '../../support/guest/announce.ts';
import { serve } from '../../support/guest/serve.ts';
import { instantiate } from './component.mjs';
import { coreModules } from './core-modules.ts';
import { instantiateCore, tellLinearMemory } from './linear-memory.ts';
import { lastText, wasiImports } from './node-wasi.ts';
import { respondWith } from './respond-with.ts';

const modules = coreModules();
const component = await instantiate(modules.get, wasiImports, instantiateCore);
const instantiated = process.hrtime.bigint();

// The module was evaluated when the component was built; with the instance, its state is there.
const stamps = {
  ...runtimeStamps(),
  compiled: modules.compiled(),
  instantiated,
  workloadLoaded: instantiated,
};
serve(async (body) => respondWith(component, body, lastText), stamps, tellLinearMemory);
