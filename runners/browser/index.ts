import { ColdbenchError } from '../../harness/model/errors.ts';
import type { Probe, Runner } from '../runner.ts';
import { findBrowser } from './find-browser.ts';
import { packagePage } from './package.ts';

async function probe(): Promise<Probe> {
  const found = await findBrowser();
  if (found.path === null) return { available: false, reason: found.reason, remedy: found.remedy };
  return { available: true, variant: 'chromium', versions: { browser: found.version } };
}

/** A page whose web worker holds the workload: a fresh headless browser, or a new page in one that runs. */
export const runner: Runner = {
  name: 'browser',
  isolation: 'browser sandbox',
  engine: 'V8',
  summary: 'a page with a web worker; a fresh headless Chromium; called through its debugging protocol',
  probe,
  package: async (workload, context) => {
    const found = await findBrowser();
    if (found.path === null) throw new ColdbenchError('NO_BROWSER', found.reason, { remedy: found.remedy });
    return packagePage(workload, context, found);
  },
};
