import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { formatAccepted } from '../gate/accepted/file.ts';
import { writeNight } from '../history/testing/sample-runs.ts';
import { describeWithBrowser, openBrowser } from '../testing/browser.ts';
import { CommandSandbox } from '../testing/command.ts';

const AXE = createRequire(import.meta.url).resolve('axe-core');
const HOSTILE = `<script>document.title='owned'</script>"'><img src=x onerror=alert(1)> =cmd() \u001b[31m \u202e ${'x'.repeat(10_000)}`;
const NIGHTS = 24;

let sandbox: CommandSandbox;
const file = (name: string): string => join(sandbox.folder, name);
const report = (...args: string[]) => sandbox.run(['history', 'report', ...args]);

/** A container that got slower four nights before the end, a process that did not, and another machine at the end. */
beforeAll(async () => {
  sandbox = await CommandSandbox.create();
  const nights: string[] = [];
  for (let night = 0; night < NIGHTS; night++) {
    nights.push(
      await writeNight(sandbox.folder, night, {
        subjects: [
          { workload: 'shop', coldMs: 50 },
          { workload: 'shop', runner: 'container', variant: 'runc', coldMs: night < NIGHTS - 5 ? 200 : 230 },
        ],
        ...(night === NIGHTS - 1 && { machine: { cpuModel: 'Another CPU' } }),
      }),
    );
  }
  expect((await sandbox.run(['history', 'add', ...nights, '--history', file('history')])).exitCode).toBe(0);
  const hostile = await writeNight(sandbox.folder, NIGHTS, {
    subjects: [{ workload: HOSTILE, variant: HOSTILE }],
    manifest: { labels: { commit: HOSTILE } },
    machine: { cpuModel: HOSTILE },
  });
  await sandbox.run(['history', 'add', hostile, '--history', file('hostile')]);
  for (const name of ['history', 'hostile']) {
    const done = await report('--history', file(name), '--out', file(`${name}.html`));
    expect(done.exitCode, done.stderr).toBe(0);
    expect(done.stdout).toMatch(/^Wrote .*\.html \(\d+ kB\)\.\n$/);
  }
});
afterAll(() => sandbox.remove());

const textOf = async (name: string): Promise<string> =>
  (await readFile(file(name), 'utf8')).replace(/<script[\s\S]*?<\/script>/g, '');

describe('coldbench history report', () => {
  test('begins with what changed in the week before the newest run, in words', async () => {
    const html = await textOf('history.html');
    expect(html).toContain('What changed since 2026-03-17');
    expect(html).toMatch(
      /shop as container \(runc\): cold start ▲ slower<\/strong>: 20\d ms → 2\d\d ms, \+1\d/,
    );
    expect(html).toMatch(/The last commit before it is [0-9a-f]{10}, the first after it [0-9a-f]{10}/);
    expect(html).toMatch(/New machine class<\/strong>: Another,.*since 2026-03-24/);
    expect(html).not.toMatch(/shop as process \(node\): cold start [▲▼]/);
  });

  test('says that nothing changed where nothing did', async () => {
    const args = ['--history', file('history'), '--runner', 'process', '--metric', 'coldStart'];
    expect((await report(...args, '--out', file('calm.html'))).exitCode).toBe(0);
    expect(await textOf('calm.html')).toMatch(
      /Nothing changed<\/strong>: No lasting change in 1 trend over \d+ runs/,
    );
  });

  test('marks a change that people accepted, with their reason', async () => {
    const accepted = {
      workload: 'shop',
      runner: 'container' as const,
      variant: 'runc',
      metric: 'coldStart',
      direction: 'slower' as const,
      upToRatio: 1.3,
      reason: 'TLS is worth it',
      by: 'Ada',
      expires: '2099-01-01',
    };
    await writeFile(file('accepted.json'), formatAccepted([accepted]));
    const args = [
      '--history',
      file('history'),
      '--accepted',
      file('accepted.json'),
      '--out',
      file('accepted.html'),
    ];
    expect((await report(...args)).exitCode).toBe(0);
    expect(await textOf('accepted.html')).toContain('Accepted: TLS is worth it (Ada, until 2099-01-01)');
  });

  test('names nothing outside of itself, and lets nothing in', async () => {
    const html = await readFile(file('history.html'), 'utf8');
    expect(html).toMatch(/Content-Security-Policy" content="default-src 'none'; script-src 'sha256-/);
    expect(await textOf('history.html')).not.toMatch(/(?:src|href|url\()\s*=?["'(]?\s*(?:https?:)?\/\//);
  });

  test.each([
    [['--runner', 'wasm'], 1, /No run has such figures[\s\S]*history list/],
    [['--metric', 'speed'], 2, /speed/],
    [['--accepted', 'nowhere.json'], 1, /no file nowhere\.json[\s\S]*--accepted/],
    [['--out', 'no/such/folder.html'], 1, /could not be written[\s\S]*--out/],
  ])('refuses %j', async (args, exitCode, message) => {
    const done = await report('--history', file('history'), ...args);
    expect(done.stderr).toMatch(message);
    expect(done.exitCode).toBe(exitCode);
  });
});

describeWithBrowser('the page of trends in a browser', () => {
  let browser: Browser;
  let page: Page;
  const problems: string[] = [];

  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());

  beforeEach(async () => {
    problems.length = 0;
    page = await browser.newPage({ viewport: { width: 1000, height: 900 } });
    page.on('console', (message) => problems.push(message.text()));
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('request', (request) => {
      if (!/^(file|data|blob):/.test(request.url())) problems.push(request.url());
    });
  });
  afterEach(async () => {
    await page.close();
    expect(problems).toEqual([]);
  });

  const open = async (name: string): Promise<void> => {
    await page.goto(pathToFileURL(file(name)).href);
    await page.waitForSelector('html[data-ready="true"]');
  };

  test('draws its charts, without a request', async () => {
    await open('history.html');
    await page.waitForSelector('[data-trend] canvas');
    expect(await page.evaluate(() => performance.getEntriesByName('first-chart').length)).toBe(1);
  });

  test('filters by words, and says how many it shows', async () => {
    await open('history.html');
    const all = await page.locator('[data-trend-figure]').count();
    await page.fill('[data-filter-trends]', 'container cold start');
    const shown = await page.locator('[data-trend-figure]:visible').count();
    expect(shown).toBeGreaterThan(0);
    expect(shown).toBeLessThan(all);
    expect(await page.textContent('[data-shown]')).toBe(`${shown} of ${all} shown.`);
  });

  test('shows one machine class alone', async () => {
    await open('history.html');
    await page.waitForSelector('[data-trend] canvas');
    const picture = () => page.locator('[data-trend]').first().screenshot();
    const both = await picture();
    await page.selectOption('[data-machine]', 'A');
    await expect.poll(async () => (await picture()).equals(both)).toBe(false);
  });

  test('tells commit, date and interval of a run, to the keyboard too', async () => {
    await open('history.html');
    await page.locator('summary').first().focus();
    await page.keyboard.press('Enter');
    const row = page.locator('figure table tbody tr').first();
    expect((await row.locator('td').allTextContents()).join(' ')).toMatch(
      /2026-03-2\d \d\d:\d\d\s+[0-9a-f]{10}\s/,
    );
  });

  test.each(['light', 'dark'] as const)('has no serious fault of accessibility, %s', async (scheme) => {
    await page.emulateMedia({ colorScheme: scheme });
    await open('history.html');
    // The page's own policy lets no script in; the browser's protocol does.
    await page.evaluate(await readFile(AXE, 'utf8'));
    const { violations } = (await page.evaluate('axe.run()')) as {
      violations: { id: string; impact: string; nodes: { html: string }[] }[];
    };
    const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    expect(grave.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  });

  test('fits a telephone', async () => {
    await page.setViewportSize({ width: 360, height: 700 });
    await open('history.html');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  });

  test('shows hostile names as text', async () => {
    await open('hostile.html');
    expect(await page.title()).toBe('What packaging costs, over time');
    expect(await page.locator('img').count()).toBe(0);
    const text = (await page.textContent('main')) ?? '';
    for (const bad of ['\u001b', '\u202e']) expect(text).not.toContain(bad);
  });
});
