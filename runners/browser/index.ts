import { ColdbenchError } from '../../harness/model/errors.ts';
import type { Probe, Runner } from '../runner.ts';
import { probe as probeComponents } from '../wasm/engine.ts';
import { findBrowser } from './find-browser.ts';
import { COMPONENT, packagePage } from './package.ts';

async function probe(variant?: string): Promise<Probe> {
  const found = await findBrowser();
  if (found.path === null) return { available: false, reason: found.reason, remedy: found.remedy };
  const versions = { browser: found.version };
  if (variant !== COMPONENT) return { available: true, variant: 'chromium', versions };
  const components = await probeComponents();
  if (!components.available) return components;
  const { node: _host, ...tools } = components.versions;
  return { available: true, variant, versions: { ...versions, ...tools } };
}

/** A page whose web worker holds the workload: a fresh headless browser, or a new page in one that runs. */
export const runner: Runner = {
  name: 'browser',
  isolation: 'browser sandbox',
  engine: 'V8',
  summary: 'a page with a web worker; a fresh headless Chromium; called through its debugging protocol',
  variants: {
    [COMPONENT]: {
      summary: 'the WebAssembly component of the wasm runner (StarlingMonkey), in the page’s web worker',
      engine: 'SpiderMonkey',
    },
  },
  probe,
  package: async (workload, context) => {
    const found = await findBrowser();
    if (found.path === null) throw new ColdbenchError('NO_BROWSER', found.reason, { remedy: found.remedy });
    return packagePage(workload, context, found);
  },
};
