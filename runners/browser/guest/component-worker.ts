// The web worker of the variant `component`: it instantiates the component of the `wasm` runner, and calls its export.
import { errorBody } from '../../support/guest/respond.ts';
import { instantiate } from '../../wasm/guest/component.mjs';
import { thrownBy } from '../../wasm/guest/thrown-by.ts';
import { createWasi } from '../../wasm/guest/wasi.ts';
import { nowMs, serveCalls } from './serve-calls.ts';

const wasi = createWasi({
  nowNs: () => BigInt(Math.round(performance.now() * 1e6)),
  // A page that is not isolated from other origins has nothing to wait on.
  sleep: (ms) => {
    for (const endMs = performance.now() + ms; performance.now() < endMs; );
  },
  print: () => undefined,
});

let compiled = 0;

async function coreModule(name: string): Promise<WebAssembly.Module> {
  const module = await WebAssembly.compileStreaming(fetch(`/${name}`));
  compiled = nowMs();
  return module;
}

const component = await instantiate(coreModule, wasi.imports);
const instantiated = nowMs();

serveCalls(
  async (body) => {
    try {
      const answer = component.respond(new TextEncoder().encode(body));
      return { answer: new TextDecoder().decode(answer) };
    } catch (error) {
      return { failure: errorBody(thrownBy(error, wasi.lastText())) };
    }
  },
  { compiled, instantiated, workloadLoaded: instantiated },
);
