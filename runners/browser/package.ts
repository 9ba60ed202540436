import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Workload } from '../../workloads/workload.ts';
import type { PackageContext, PackagedWorkload } from '../runner.ts';
import { cachedArtifact, contentHash } from '../support/artifact-cache.ts';
import { BUNDLE_DETAILS } from '../support/bundle.ts';
import { type ComponentFiles, componentFiles } from './component-files.ts';
import { launchCold, launchInWarmHost } from './launch.ts';
import { BROWSER_FLAGS } from './running.ts';
import { bundleScripts } from './scripts.ts';
import type { SiteFile } from './site.ts';

export const COMPONENT = 'component';

const HTML =
  '<!doctype html><html lang="en"><title>coldbench</title><link rel="icon" href="data:,"><script type="module" src="/page.js"></script></html>\n';
const SCRIPT = 'text/javascript';

const NO_COMPONENT: ComponentFiles = { sha256: '', details: {}, files: new Map() };

/** A page with its script and the worker that holds the workload, or instantiates its component. */
export async function packagePage(
  workload: Workload,
  context: PackageContext,
  browser: { readonly path: string; readonly version: string },
): Promise<PackagedWorkload> {
  const withComponent = context.variant === COMPONENT;
  const scripts = await bundleScripts(workload, withComponent ? 'component-worker.ts' : 'worker.ts');
  const component = withComponent ? await componentFiles(workload, context) : NO_COMPONENT;
  const sha256 = contentHash(HTML, scripts.page, scripts.worker, component.sha256);
  const contents = { 'index.html': Buffer.from(HTML), 'page.js': scripts.page, 'worker.js': scripts.worker };
  const { folder, cached } = await cachedArtifact(context, 'browser', sha256, async (temporary) => {
    for (const [name, content] of Object.entries(contents)) await writeFile(join(temporary, name), content);
  });
  const files = new Map([...(await pageFiles(folder)), ...component.files]);
  const guest = { program: browser.path, files };
  return {
    sizeBytes: [...files.values()].reduce((sum, { content }) => sum + content.length, 0),
    sha256,
    cached,
    details: {
      ...BUNDLE_DETAILS,
      ...component.details,
      browser: browser.version,
      flags: BROWSER_FLAGS.join(' '),
      ownSandbox: !BROWSER_FLAGS.includes('--no-sandbox'),
    },
    limitedBy: 'harness',
    launch: (launch) => launchCold(guest, launch),
    warmerStarts: { 'warm-host': (launch) => launchInWarmHost(guest, launch) },
  };
}

async function pageFiles(folder: string): Promise<ReadonlyMap<string, SiteFile>> {
  const file = async (type: string, name: string): Promise<SiteFile> => ({
    type,
    content: await readFile(join(folder, name)),
  });
  return new Map([
    ['/', await file('text/html', 'index.html')],
    ['/page.js', await file(SCRIPT, 'page.js')],
    ['/worker.js', await file(SCRIPT, 'worker.js')],
  ]);
}
