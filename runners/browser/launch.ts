import type { Instance, LaunchContext } from '../runner.ts';
import type { DevTools } from './devtools.ts';
import { callPage, firstPage, newPage, type Page, type PageClock, readClock } from './page.ts';
import { RunningBrowser } from './running.ts';
import { openSite, type Site, type SiteFiles } from './site.ts';

export interface BrowserGuest {
  readonly program: string;
  readonly files: SiteFiles;
}

/** How a page comes to be, from the launch on. */
type OpenPage = (browser: RunningBrowser, site: Site) => Promise<Page>;

/** One cold start: a fresh browser with a fresh profile, which is started with the page. */
export const launchCold = (guest: BrowserGuest, context: LaunchContext): Promise<Instance> =>
  launch(guest, context, async (site) => {
    const browser = await RunningBrowser.prepare(guest.program, site.url, context);
    const open: OpenPage = async () => {
      browser.open();
      return firstPage(await browser.connect());
    };
    return { browser, open };
  });

/** A new page in a browser that runs already, and has shown an empty page. */
export const launchInWarmHost = (guest: BrowserGuest, context: LaunchContext): Promise<Instance> =>
  launch(guest, context, async () => {
    const browser = await RunningBrowser.prepare(guest.program, 'about:blank', context);
    const devtools = await until(browser, context, startEmpty(browser));
    return { browser, open: (_browser, { url }) => newPage(devtools, url) };
  });

async function startEmpty(browser: RunningBrowser): Promise<DevTools> {
  browser.open();
  const devtools = await browser.connect();
  await firstPage(devtools);
  return devtools;
}

async function launch(
  guest: BrowserGuest,
  context: LaunchContext,
  prepare: (site: Site) => Promise<{ readonly browser: RunningBrowser; readonly open: OpenPage }>,
): Promise<Instance> {
  const site = await openSite(guest.files);
  try {
    const { browser, open } = await prepare(site);
    await until(browser, context, context.beforeLaunch());
    context.mark('launch');
    const page = await until(browser, context, becomeReady(browser, site, open, context));
    return instanceOf(browser, site, page);
  } catch (error) {
    site.close();
    throw error;
  }
}

/** Ready when the worker has been loaded, and the page can be called. */
async function becomeReady(
  browser: RunningBrowser,
  site: Site,
  open: OpenPage,
  context: LaunchContext,
): Promise<Page> {
  const [{ page, clock }, stampsMs] = await Promise.all([openAndAsk(browser, site, open), site.stampsMs]);
  const sinceNavigation = Object.entries(stampsMs).map(
    ([name, ms]) => [name, clock.navigationNs + BigInt(Math.round(ms * 1e6))] as const,
  );
  context.mark('ready');
  context.report({
    nowNs: clock.nowNs,
    milestonesNs: { runtimeReady: clock.navigationNs, ...Object.fromEntries(sinceNavigation) },
    unknown: { processStart: 'the browser does not say when its process began' },
  });
  return page;
}

/** The page's clock is asked while its worker is fetched, so that it costs the start nothing. */
async function openAndAsk(
  browser: RunningBrowser,
  site: Site,
  open: OpenPage,
): Promise<{ readonly page: Page; readonly clock: PageClock }> {
  const page = await open(browser, site);
  await site.workerAsked;
  return { page, clock: await readClock(page) };
}

/** Whatever ends the wait, the work, the browser or the signal: if it fails, the browser is stopped. */
async function until<T>(browser: RunningBrowser, { signal }: LaunchContext, work: Promise<T>): Promise<T> {
  const aborted = new Promise<never>((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  // Only one of them is awaited; the others may fail later.
  for (const promise of [work, aborted]) promise.catch(() => undefined);
  try {
    return await Promise.race([work, aborted, browser.whileRunning()]);
  } catch (error) {
    await browser.stop();
    throw error;
  }
}

const instanceOf = (browser: RunningBrowser, site: Site, page: Page): Instance => ({
  invoke: (input) => callPage(page, input),
  endpoint: null,
  readResources: () => browser.readResources(),
  stop: async () => {
    await browser.stop();
    site.close();
  },
});
