import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../harness/project-root.ts';
import { WORKLOAD_NAMES } from './built-in.ts';
import { bundleHandler } from './bundle.ts';
import { describeWorkloads } from './describe.ts';
import { sha256 } from './input.ts';
import { type Answer, loadAnswer, recordWorkload } from './record.ts';
import { resolveWorkload } from './resolve.ts';
import { bareEngine } from './testing/bare-engine.ts';
import { folderWith } from './testing/modules.ts';
import type { Workload } from './workload.ts';

describe.each(WORKLOAD_NAMES)('%s', (name) => {
  let workload: Workload;
  let event: string;
  let bundle: string;
  let answer: Answer;

  beforeAll(async () => {
    workload = await resolveWorkload(name);
    event = new TextDecoder().decode(workload.input);
    bundle = await bundleHandler(workload, 'neutral');
    answer = await loadAnswer(workload);
  });

  it('gives the recorded answer, and the same again', async () => {
    const answers = [await answer(event), await answer(event)];
    expect(answers.map((text) => sha256(Buffer.from(text)))).toEqual([
      workload.expectedSha256,
      workload.expectedSha256,
    ]);
    expect(await recordWorkload(name, { write: false })).toMatchObject({ state: 'unchanged' });
  });

  it('is one module that imports nothing', async () => {
    const { metafile } = await build({
      stdin: { contents: bundle },
      bundle: true,
      packages: 'external',
      platform: 'neutral',
      metafile: true,
      write: false,
    });
    expect(Object.values(metafile.outputs).flatMap((output) => output.imports)).toEqual([]);
    expect(bundle).not.toContain('Dynamic require of');
  });

  it('needs nothing but ECMAScript: no Node, no clock, no chance, no locale', async () => {
    const [one, other] = [await bareEngine(bundle, 0.1), await bareEngine(bundle, 0.9)];
    expect(await one(event)).toBe(await answer(event));
    expect(await other(event)).toBe(await answer(event));
  });

  it('has no Unicode property escapes, which StarlingMonkey refuses to parse', () => {
    expect(bundle).not.toMatch(/\\[pP]\{/);
  });
});

describe('the checks themselves', () => {
  const bundled = async (source: string): Promise<string> => {
    const folder = folderWith({ 'own.ts': source });
    return bundleHandler(await resolveWorkload(join(folder, 'own.ts')), 'neutral');
  };

  it('refuse a Node builtin', async () => {
    const source = "import { pid } from 'node:process'; export const handler = () => pid;";
    await expect(bundled(source)).rejects.toMatchObject({ code: 'BUNDLE_FAILED' });
  });

  it.each([
    ['a Node global', 'export const handler = () => process.pid;', 'process is not defined'],
    ['the clock', 'export const handler = () => Date.now();', 'Date is not defined'],
    ['a locale', "export const handler = () => 'a'.localeCompare('b');", 'not a function'],
    ['a web global', 'export const handler = () => new TextEncoder();', 'TextEncoder is not defined'],
  ])('refuse %s', async (_, source, message) => {
    const answer = await bareEngine(await bundled(source), 0.5);
    await expect(answer('null')).rejects.toThrow(message);
  });

  it('refuse chance while a module is loaded', async () => {
    const source = 'const id = Math.random(); export const handler = () => id;';
    await expect(bareEngine(await bundled(source), 0.5)).rejects.toThrow('random number');
  });

  it('see chance in an answer', async () => {
    const code = await bundled('export const handler = () => Math.random();');
    const [one, other] = [await bareEngine(code, 0.1), await bareEngine(code, 0.9)];
    expect(await one('null')).not.toBe(await other('null'));
  });
});

describe('describeWorkloads()', () => {
  it('names every workload with its summary, its input size and where its data is from', async () => {
    const descriptions = await describeWorkloads();
    expect(descriptions.map(({ name }) => name)).toEqual([...WORKLOAD_NAMES]);
    for (const { name, summary, inputBytes } of descriptions) {
      expect(summary).toMatch(/^[^\n]{20,100}$/);
      expect(inputBytes).toBe((await resolveWorkload(name)).inputBytes);
    }
    expect(descriptions.find(({ name }) => name === 'catalog')?.data?.package).toBe('mime-db');
    expect(descriptions.find(({ name }) => name === 'noop')?.data).toBeNull();
  });

  it('misses no folder that holds a handler', () => {
    const paths = readdirSync(join(projectRoot(), 'workloads'), { recursive: true, encoding: 'utf8' });
    const folders = paths
      .filter((path) => /^[^/\\]+[/\\]handler\.ts$/.test(path))
      .map((path) => path.split(/[/\\]/)[0]);
    expect(folders.sort()).toEqual([...WORKLOAD_NAMES].sort());
  });
});
