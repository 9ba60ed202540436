import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { validateResultSet } from '../harness/model/validate.ts';
import { projectRoot } from '../harness/project-root.ts';
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
