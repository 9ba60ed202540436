import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { main } from '../harness/cli.ts';
import { loadComparable } from '../harness/compare/load.ts';
import { validateResultSet } from '../harness/model/validate.ts';
import { projectRoot } from '../harness/project-root.ts';
import { CHARTS } from '../harness/report/charts/index.ts';
import { renderSvg } from '../harness/report/image/svg.ts';
import { readReportRun } from '../harness/report/report-data.ts';
import { summarizeFile } from '../harness/report/summary.ts';
import { formatRun } from '../harness/report/terminal.ts';

const folder = join(projectRoot(), 'results/reference');
const readme = readFileSync(join(projectRoot(), 'README.md'), 'utf8');

describe('the committed reference sets', () => {
  it.each(readdirSync(folder).filter((name) => name.endsWith('.ndjson')))(
    '%s is sound and complete',
    async (name) => {
      expect(await validateResultSet(join(folder, name))).toMatchObject({ complete: true, problems: [] });
    },
  );
});

describe('the pair of a native and an emulated machine', () => {
  const [native, emulated] = ['catalog-x64.ndjson', 'catalog-arm64-emulated.ndjson'].map((name) =>
    join(folder, name),
  );

  /** `coldbench compare` of the two. */
  async function compare(...flags: readonly string[]) {
    const output = { stdout: '', stderr: '' };
    const into = (stream: keyof typeof output): Writable =>
      new Writable({
        write(chunk, _encoding, done) {
          output[stream] += String(chunk);
          done();
        },
      });
    const io = { stdout: into('stdout'), stderr: into('stderr'), env: { LANG: 'C.UTF-8' } };
    return { exitCode: await main(['compare', native ?? '', emulated ?? '', ...flags], io), ...output };
  }

  it('says by itself which is which, and holds the four packagings of both', async () => {
    for (const [path, arch, isEmulated] of [
      [native, 'x64', false],
      [emulated, 'arm64', true],
    ] as const) {
      const { manifest, subjects, calibrations } = await loadComparable(path ?? '');
      expect(manifest.machine).toMatchObject({ arch, emulated: isEmulated, platform: 'linux' });
      const runners = [...subjects.values()].map(({ subject }) => subject.runner).sort();
      expect(runners).toEqual(['container', 'process', 'serverless', 'wasm']);
      expect(calibrations.map(({ when, failure }) => [when, failure])).toEqual([
        ['before', null],
        ['after', null],
      ]);
    }
  });

  it.each([[[]], [['--across-machines']], [['--json']]])('is refused with %j', async (flags) => {
    const { exitCode, stdout, stderr } = await compare(...flags);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr.replace(/\s+/g, ' ')).toMatch(/emulated\.ndjson was measured on an emulated arm64 machine/);
    expect(stderr).toMatch(/--allow-emulated/);
  });

  it('is compared when both are asked for, with every row labelled', async () => {
    const { exitCode, stdout, stderr } = await compare('--across-machines', '--allow-emulated');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    for (const runner of ['container', 'wasm', 'serverless'])
      expect(stdout).toMatch(new RegExp(`^${runner} \\[new emulated\\] +[\\d.]+ +\\[`, 'm'));
    const headings = stdout.match(/^── catalog.*$/gm) ?? [];
    expect(headings).toHaveLength(4);
    for (const heading of headings) expect(heading).toContain('[new emulated]');
    const words = stdout.replace(/\s+/g, ' ');
    expect(words).toMatch(/catalog Same event \(\w{12}\), answer \(\w{12}\) and handler \(\w{12}\)\./);
    expect(words).toMatch(/process \[new emulated\] The same bytes on both/);
    expect(words).toMatch(/container \[new emulated\] Other bytes: x64 \w{12} \([^)]+\), and arm64 \w{12}/);
    expect(words).toMatch(/The instructions of \S+emulated\.ndjson were translated by an emulator/);
    expect(words).toMatch(/fixed work takes from [\d.]+x \([a-z ]+\) to [\d.]+x \([a-z ]+\)/);
  });
});

describe('the committed pictures', () => {
  const pictures = join(folder, 'pictures');

  it.each(readdirSync(pictures))('%s is what `npm run pictures` draws', async (name) => {
    const [chartName, theme] = name.replace('.svg', '').split('-');
    const chart = CHARTS.find((one) => one.name === chartName);
    const { workloads } = await readReportRun(join(folder, 'catalog.ndjson'));
    if (!chart || !workloads[0]) throw new Error(`${name} is no picture of a chart`);
    const options = { theme: theme === 'dark' ? 'dark' : 'light', width: 900, mode: null } as const;
    expect(readFileSync(join(pictures, name), 'utf8')).toBe(renderSvg(chart, workloads[0], options));
  });

  it('are all shown in the README', () => {
    for (const name of readdirSync(pictures)) expect(readme).toContain(`results/reference/pictures/${name}`);
  });
});

describe('README.md', () => {
  it('shows what `show results/reference/catalog.ndjson` prints', async () => {
    const summary = await summarizeFile(join(folder, 'catalog.ndjson'));
    const printed = formatRun(summary, { color: false, width: 100, unicode: true });
    const shown = readme.match(/<!-- reference run[^>]*-->\n+```text\n([\s\S]*?)```/)?.[1] ?? '';
    expect(shown.length).toBeGreaterThan(1000);
    const [tables = '', words = ''] = shown.split('…\n');
    expect(printed).toContain(tables.trim());
    expect(printed).toContain(words.trim());
  });

  it('names every command that there is', async () => {
    const cli = readFileSync(join(projectRoot(), 'harness/cli.ts'), 'utf8');
    const commands = [...cli.matchAll(/\.command\('(\w+)'\)/g)].map(([, name]) => name ?? '');
    expect(commands).toContain('show');
    for (const command of commands) expect(readme).toContain(`coldbench ${command}`);
  });
});
