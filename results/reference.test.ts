import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
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
