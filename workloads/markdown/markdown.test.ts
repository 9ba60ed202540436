import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { projectRoot } from '../../harness/project-root.ts';
import { readWorkloadInfo } from '../built-in.ts';
import { builtInAnswer } from '../testing/built-in-answer.ts';

const fromRoot = (path: string): string => join(projectRoot(), path);
const read = (path: string): string => readFileSync(fromRoot(path), 'utf8');

let answer: (event: { markdown: string }) => Promise<{ html: string }>;
beforeAll(async () => {
  answer = await builtInAnswer('markdown');
});

it('renders headings, emphasis, code, tables and links, with everything else escaped', async () => {
  const { html } = await answer({
    markdown: '# T\n\n*a* `<b>`\n\n| x |\n|--|\n| 1 |\n\n[l](https://example.org) <script>',
  });
  expect(html).toContain('<h1>T</h1>');
  expect(html).toContain('<em>a</em> <code>&lt;b&gt;</code>');
  expect(html).toContain('<td>1</td>');
  expect(html).toContain('<a href="https://example.org">l</a> &lt;script&gt;');
});

it('takes as its event the README of the package that workload.json names', async () => {
  const { data } = await readWorkloadInfo('markdown');
  const folder = `node_modules/${data?.package}`;
  const installed =
    existsSync(fromRoot(folder)) && (JSON.parse(read(`${folder}/package.json`)) as { version: string });
  // The copy stays as it is when npm moves on to another version.
  if (!installed || installed.version !== data?.version) return;
  expect(JSON.parse(read('workloads/markdown/input.json'))).toEqual({
    markdown: read(`${folder}/README.md`),
  });
});
