// The program of the variant `quickjs`: a Node process that instantiates the component and serves it over HTTP.
import { runtimeStamps } from '../../support/guest/announce.ts';
import { serve } from '../../support/guest/serve.ts';
import { instantiate } from './component.mjs';
import { coreModules } from './core-modules.ts';
import { instantiateCore, tellLinearMemory } from './linear-memory.ts';
import { lastText, wasiImports } from './node-wasi.ts';
import { thrownBy } from './thrown-by.ts';

/** What this engine's build of WASI asks for besides. */
const moreImports: Readonly<Record<string, object>> = {
  'wasi:cli/environment': { getEnvironment: () => [], getArguments: () => [], initialCwd: () => undefined },
  'wasi:cli/exit': {
    exit: () => {
      throw new Error('the component ended itself');
    },
  },
  'wasi:random/insecure-seed': {
    insecureSeed: () => [...crypto.getRandomValues(new BigUint64Array(2))],
  },
};

const modules = coreModules();
/** The export is asynchronous, and of strings; see ../quickjs/workload.wit. */
const component = (await instantiate(
  modules.get,
  { ...wasiImports, ...moreImports },
  instantiateCore,
)) as unknown as {
  respond(event: string): Promise<string>;
};
const instantiated = process.hrtime.bigint();

async function respond(body: string): Promise<string> {
  try {
    return await component.respond(body);
  } catch (error) {
    throw thrownBy(error, lastText());
  }
}

const stamps = {
  ...runtimeStamps(),
  compiled: modules.compiled(),
  instantiated,
  workloadLoaded: instantiated,
};
serve(respond, stamps, tellLinearMemory);
