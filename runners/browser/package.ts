import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ColdbenchError } from '../../harness/model/errors.ts';
import { projectRoot } from '../../harness/project-root.ts';
import type { Workload } from '../../workloads/workload.ts';
import type { PackageContext, PackagedWorkload } from '../runner.ts';
import { cachedArtifact, contentHash } from '../support/artifact-cache.ts';
import { unresolvedBuiltin } from '../support/builtins.ts';
import { BUNDLE_DETAILS, type Bundle, bundleGuest } from '../support/bundle.ts';
import { launchCold, launchInWarmHost } from './launch.ts';
import { BROWSER_FLAGS } from './running.ts';
import type { SiteFiles } from './site.ts';

const HTML =
  '<!doctype html><html lang="en"><title>coldbench</title><link rel="icon" href="data:,"><script type="module" src="/page.js"></script></html>\n';
const SCRIPT = 'text/javascript';

const guestPath = (name: string): string => join(projectRoot(), 'runners/browser/guest', name);

async function bundleScripts(
  workload: Workload,
): Promise<{ readonly page: Bundle; readonly worker: Bundle }> {
  try {
    const [page, worker] = await Promise.all(
      ['page.ts', 'worker.ts'].map((name) =>
        bundleGuest(workload, { entry: guestPath(name), platform: 'neutral' }),
      ),
    );
    if (!page || !worker) throw new Error('a bundle is missing');
    return { page, worker };
  } catch (error) {
    const builtin = unresolvedBuiltin(error);
    if (builtin === null) throw error;
    throw new ColdbenchError(
      'NO_NODE_BUILTINS',
      `A browser has no Node builtins, and the module imports ${builtin}.`,
      {
        remedy: `Do without ${builtin} in this workload, or leave the browser runner out of this run.`,
        cause: error,
      },
    );
  }
}

/** A page with its script and the worker that holds the workload. */
export async function packagePage(
  workload: Workload,
  context: PackageContext,
  browser: { readonly path: string; readonly version: string },
): Promise<PackagedWorkload> {
  const { page, worker } = await bundleScripts(workload);
  const sha256 = contentHash(HTML, page.code, worker.code);
  const contents = { 'index.html': Buffer.from(HTML), 'page.js': page.code, 'worker.js': worker.code };
  const { folder, cached } = await cachedArtifact(context, 'browser', sha256, async (temporary) => {
    for (const [name, content] of Object.entries(contents)) await writeFile(join(temporary, name), content);
  });
  const guest = { program: browser.path, files: await siteFiles(folder) };
  return {
    sizeBytes: Object.values(contents).reduce((sum, { length }) => sum + length, 0),
    sha256,
    cached,
    details: {
      ...BUNDLE_DETAILS,
      browser: browser.version,
      flags: BROWSER_FLAGS.join(' '),
      ownSandbox: !BROWSER_FLAGS.includes('--no-sandbox'),
    },
    launch: (launch) => launchCold(guest, launch),
    warmerStarts: { 'warm-host': (launch) => launchInWarmHost(guest, launch) },
  };
}

async function siteFiles(folder: string): Promise<SiteFiles> {
  const file = async (type: string, name: string) => ({ type, content: await readFile(join(folder, name)) });
  return new Map([
    ['/', await file('text/html', 'index.html')],
    ['/page.js', await file(SCRIPT, 'page.js')],
    ['/worker.js', await file(SCRIPT, 'worker.js')],
  ]);
}
