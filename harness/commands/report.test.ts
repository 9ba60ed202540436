import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { writeSampleSet } from '../compare/testing/sample-set.ts';
import { projectRoot } from '../project-root.ts';
import { CHARTS } from '../report/charts/index.ts';
import { readReportRun } from '../report/report-data.ts';
import { describeWithBrowser, openBrowser } from '../testing/browser.ts';
import { CommandSandbox } from '../testing/command.ts';

const REFERENCE = join(projectRoot(), 'results/reference/catalog.ndjson');
const AXE = createRequire(import.meta.url).resolve('axe-core');

/** The reference run has no studies, whose charts are therefore drawn elsewhere. */
const { workloads } = await readReportRun(REFERENCE);
const DRAWN = CHARTS.filter((chart) => workloads.some((workload) => chart.has(workload)));

let sandbox: CommandSandbox;
const file = (name: string): string => join(sandbox.folder, name);

const HOSTILE = `<script>document.title='owned'</script>"'><img src=x onerror=alert(1)> =cmd() \u001b[31m \u202e ${'x'.repeat(10_000)}`;

beforeAll(async () => {
  sandbox = await CommandSandbox.create();
  const done = await sandbox.run(['report', REFERENCE, '--out', file('run.html')]);
  expect(done.exitCode, done.stderr).toBe(0);
  expect(done.stdout).toMatch(/^Wrote .*run\.html \(\d+ kB\)\.\n$/);
  await writeSampleSet(file('hostile.ndjson'), {
    subjects: [{ workload: HOSTILE }, { workload: HOSTILE, variant: HOSTILE, fails: [1] }],
    manifest: {
      labels: { [HOSTILE]: HOSTILE },
      skippedRunners: [{ runner: 'wasm', reason: HOSTILE, remedy: HOSTILE }],
    },
    machine: { cpuModel: HOSTILE },
  });
  await writeSampleSet(file('warmth.ndjson'), {
    blocks: 8,
    subjects: (['process', 'container', 'wasm', 'serverless'] as const).flatMap((runner) => [
      { runner },
      { runner, condition: 'disk-cold', coldMs: 200 },
      { runner, condition: 'paused', coldMs: 5, loadMs: 1 },
    ]),
  });
  await sandbox.run(['report', file('warmth.ndjson'), '--out', file('warmth.html')]);
  await writeSampleSet(file('old.ndjson'), { seed: 1 });
  await writeSampleSet(file('new.ndjson'), { seed: 2, subjects: [{ coldMs: 60 }], workloads: {} });
});
afterAll(() => sandbox.remove());

describe('coldbench report', () => {
  test('writes one file that names nothing outside of itself', async () => {
    const html = await readFile(file('run.html'), 'utf8');
    const markup = html.replace(/<script[^>]*>[\s\S]*?<\/script>/g, '');
    expect(markup).not.toMatch(/(?:src|href|url\()\s*=?["'(]?\s*(?:https?:)?\/\//);
    expect(html).toMatch(/Content-Security-Policy" content="default-src 'none'; script-src 'sha256-/);
  });

  test('says what the run says, without its script too', async () => {
    const html = await readFile(file('run.html'), 'utf8');
    const { stdout } = await sandbox.run(['show', REFERENCE, '--json']);
    for (const { runner } of JSON.parse(stdout).subjects)
      expect(html).toContain(`<strong>${runner}</strong>: Starting`);
    expect(html).toContain('Where and how');
  });

  test('shows what starts otherwise than cold in the ladder and the figures, and nowhere else', async () => {
    const html = await readFile(file('warmth.html'), 'utf8');
    const [words = '', figures = ''] = html.split('>Figures<');
    expect(words).toContain('<strong>process</strong>: Starting');
    expect(words).not.toContain('<strong>process @paused</strong>');
    expect(words).toContain('its files evicted from the page cache first');
    expect(figures).toContain('process @paused');
  });

  test('goes beside its file unless it is told where to go', async () => {
    const { stdout } = await sandbox.run(['report', file('old.ndjson')]);
    expect(stdout).toContain('old.html');
    expect((await stat(file('old.html'))).size).toBeGreaterThan(10_000);
  });

  test.each([
    [['--chart', 'pie'], 2, /no chart 'pie'[\s\S]*ranking, phases/],
    [['--chart', 'phases', '--out', 'x.gif'], 2, /\.svg or \.png/],
    [['--chart', 'phases', '--mode', 'ecdf'], 2, /no mode 'ecdf'/],
    [['--chart', 'phases', '--workload', 'nope'], 2, /no workload 'nope'[\s\S]*catalog/],
    [['--out', 'no/such/folder.html'], 1, /could not be written[\s\S]*folder that exists/],
  ])('refuses %j', async (args, exitCode, message) => {
    const done = await sandbox.run(['report', REFERENCE, ...args]);
    expect(done.stderr).toMatch(message);
    expect(done.exitCode).toBe(exitCode);
  });
});

describe('coldbench report of an emulated machine beside a real one', () => {
  test('is refused, unless that is allowed: then ratios, fixed work and rows are labelled', async () => {
    const calibration = { integer: 6, syscall: 20 };
    const machine = { arch: 'arm64', emulated: true };
    const subjects = [{}, { runner: 'container' as const, coldMs: 200 }];
    const real = await writeSampleSet(file('real.ndjson'), { seed: 1, subjects, calibration: 1 });
    const emulated = await writeSampleSet(file('qemu.ndjson'), { seed: 2, subjects, machine, calibration });
    const out = file('machines.html');
    const refused = await sandbox.run(['report', real, emulated, '--out', out]);
    expect(refused).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(/--allow-emulated/) });
    const flags = ['--allow-emulated', '--across-machines'];
    expect(await sandbox.run(['report', real, emulated, '--out', out, ...flags])).toMatchObject({
      exitCode: 0,
    });
    const html = await readFile(out, 'utf8');
    const markup = html.replace(/<script[^>]*>[\s\S]*?<\/script>/g, '');
    expect(markup).toContain('<th scope="row">container [new emulated]</th>');
    expect(markup).toMatch(
      /<th scope="row">integer, a step<\/th><td>2\.01 ns<\/td><td>12(?:\.0)? ns<\/td><td>6\.00x/,
    );
    const places = ['within each machine', 'Fixed work, to read', 'What changed'].map((text) =>
      markup.indexOf(text),
    );
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places[0]).toBeGreaterThan(0);
  });
});

/** A run of cold starts alone has no ladder. */
const sourceOf = (chart: string): string => (chart === 'ladder' ? file('warmth.ndjson') : REFERENCE);

describe('coldbench report --chart', () => {
  test.each([...DRAWN.map(({ name }) => name), 'ladder'])(
    'draws %s as SVG, alike each time',
    async (name) => {
      for (const out of ['a.svg', 'b.svg']) {
        const done = await sandbox.run(['report', sourceOf(name), '--chart', name, '--out', file(out)]);
        expect(done.exitCode, done.stderr).toBe(0);
      }
      const svg = await readFile(file('a.svg'), 'utf8');
      expect(svg).toMatch(/^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
      for (const runner of ['process', 'container', 'wasm', 'serverless']) expect(svg).toContain(runner);
      expect(await readFile(file('b.svg'), 'utf8')).toBe(svg);
    },
  );

  // A PNG is made of the SVG: each of its charts is drawn above.
  test.each(['ranking', 'trials', 'ladder'])('draws %s as PNG', async (name) => {
    const done = await sandbox.run(['report', sourceOf(name), '--chart', name, '--out', file('a.png')]);
    expect(done.exitCode, done.stderr).toBe(0);
    const png = await readFile(file('a.png'));
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect(png.readUInt32BE(16)).toBe(1800);
  });

  test('puts no markup of a file into a picture', async () => {
    const done = await sandbox.run([
      'report',
      file('hostile.ndjson'),
      '--chart',
      'ranking',
      '--out',
      file('h.svg'),
    ]);
    expect(done.exitCode, done.stderr).toBe(0);
    const svg = await readFile(file('h.svg'), 'utf8');
    for (const bad of ['<script', '<img', '\u001b', '\u202e']) expect(svg).not.toContain(bad);
  });
});

describeWithBrowser('the page in a browser', () => {
  let browser: Browser;
  let page: Page;
  const problems: string[] = [];
  const downloads = { folder: '' };

  beforeAll(async () => {
    browser = await openBrowser();
    downloads.folder = await mkdtemp(join(tmpdir(), 'coldbench-downloads-'));
  });
  afterAll(async () => {
    await browser?.close();
    await rm(downloads.folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    problems.length = 0;
    page = await browser.newPage({ viewport: { width: 1000, height: 900 } });
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text());
    });
    page.on('pageerror', (error) => problems.push(String(error)));
    page.on('request', (request) => {
      if (!/^(file|blob|data):/.test(request.url())) problems.push(`request to ${request.url()}`);
    });
  });
  afterEach(async () => {
    expect(problems).toEqual([]);
    await page.close();
  });

  const open = async (name: string): Promise<void> => {
    await page.goto(pathToFileURL(file(name)).href);
    await page.waitForSelector('html[data-ready]');
  };
  const drawAll = async (): Promise<void> => {
    const charts = page.locator('.chart');
    for (let index = 0; index < (await charts.count()); index++) {
      await charts.nth(index).scrollIntoViewIfNeeded();
      await charts.nth(index).locator('canvas').first().waitFor();
    }
  };
  /** The picture that a chart shows now. */
  const pixels = (chart: string): Promise<string> =>
    page
      .locator(`[data-chart=${chart}] canvas`)
      .evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());

  test('draws every chart', async () => {
    await open('warmth.html');
    await drawAll();
    // All that the reference run has, and the ladder.
    expect(await page.locator('[data-chart]').count()).toBe(DRAWN.length + 1);
  });

  test.each([
    [1000, 'run.html'],
    [360, 'run.html'],
    [360, 'warmth.html'],
  ])('fits a window of %d pixels: %s', async (width, name) => {
    await page.setViewportSize({ width, height: 800 });
    await open(name);
    if (name === 'warmth.html') await page.getByText('The ladder as a table').click();
    await drawAll();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  });

  test.each(['light', 'dark'])('has no serious fault of accessibility in its %s theme', async (theme) => {
    await open('run.html');
    await page.getByRole('button', { name: theme, exact: true }).click();
    expect(await page.locator('html').getAttribute('data-theme')).toBe(theme);
    await drawAll();
    await page.evaluate(await readFile(AXE, 'utf8'));
    const { violations } = (await page.evaluate('axe.run()')) as {
      violations: { id: string; impact: string; nodes: { html: string }[] }[];
    };
    const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    expect(grave.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  });

  test('shows the values under the pointer', async () => {
    await open('run.html');
    const before = await pixels('ranking');
    await page.locator('[data-chart=ranking] canvas').hover({ position: { x: 180, y: 30 } });
    await expect.poll(() => pixels('ranking')).not.toBe(before);
  });

  test('sorts by a column, both ways, and filters by name', async () => {
    await open('run.html');
    const names = () => page.locator('table[data-sortable] tbody tr:not([hidden]) th').allTextContents();
    const byStart = await names();
    await page.getByRole('button', { name: 'cold start [95 %]' }).click();
    expect(await names()).toEqual(byStart);
    await page.getByRole('button', { name: 'cold start [95 %]' }).click();
    expect(await names()).toEqual([...byStart].reverse());
    await page.getByLabel('Filter by name').fill('con');
    expect(await names()).toEqual(['container']);
  });

  test('draws trials as a curve, and without a subject, by keyboard alone', async () => {
    await open('run.html');
    await drawAll();
    const strip = await pixels('trials');
    await page.getByRole('button', { name: 'ECDF' }).focus();
    await page.keyboard.press('Enter');
    const curve = await pixels('trials');
    expect(curve).not.toBe(strip);
    await page.getByRole('button', { name: 'wasm', exact: true }).focus();
    await page.keyboard.press('Space');
    expect(await page.getByRole('button', { name: 'wasm', exact: true }).getAttribute('aria-pressed')).toBe(
      'false',
    );
    expect(await pixels('trials')).not.toBe(curve);
  });

  test.each(['CSV', 'NDJSON'])('downloads every measured trial as %s', async (type) => {
    await open('run.html');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: `Download ${type}` }).click(),
    ]);
    const path = join(downloads.folder, download.suggestedFilename());
    await download.saveAs(path);
    const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
    const { stdout } = await sandbox.run(['show', REFERENCE, '--format', 'csv']);
    const expected = stdout
      .trimEnd()
      .split('\r\n')
      .slice(1)
      .map((line) => line.split(','));
    const measured = expected.filter(
      ([, , , , , , warmup, status]) => warmup === 'false' && status === 'completed',
    );
    expect(lines).toHaveLength(measured.length + (type === 'CSV' ? 1 : 0));
    expect((await readdir(downloads.folder)).length).toBeGreaterThan(0);
  });

  test('compares several files', async () => {
    const done = await sandbox.run([
      'report',
      file('old.ndjson'),
      file('new.ndjson'),
      '--out',
      file('both.html'),
    ]);
    expect(done.exitCode, done.stderr).toBe(0);
    await open('both.html');
    await drawAll();
    const row = page.locator('tr', { hasText: 'cold start' }).first();
    expect(await row.textContent()).toMatch(/▲ slower/);
  });

  test('runs nothing that a file says', async () => {
    const done = await sandbox.run(['report', file('hostile.ndjson'), '--out', file('hostile.html')]);
    expect(done.exitCode, done.stderr).toBe(0);
    await page.setViewportSize({ width: 360, height: 800 });
    await open('hostile.html');
    await drawAll();
    expect(await page.title()).toMatch(/^What packaging <script>/);
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.locator('script').count()).toBe(2);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  });
});
