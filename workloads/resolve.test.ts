import { createHash } from 'node:crypto';
import { copyFileSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../harness/project-root.ts';
import { nameOf } from './locate.ts';
import { resolveWorkload } from './resolve.ts';
import { folderWith } from './testing/modules.ts';

const HANDLER = 'export const handler = (event: unknown) => ({ event });';
const DIGEST = 'a'.repeat(64);
const builtIn = (path: string): string => join(projectRoot(), 'workloads', path);
const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

describe('resolveWorkload() with a built-in name', () => {
  it('reads the recorded event and the digest of the answer', async () => {
    const input = readFileSync(builtIn('catalog/input.json'));
    expect(await resolveWorkload('catalog')).toEqual({
      name: 'catalog',
      modulePath: builtIn('catalog/handler.ts'),
      input,
      inputBytes: input.length,
      inputSha256: createHash('sha256').update(input).digest('hex'),
      expectedSha256: readFileSync(builtIn('catalog/expected.sha256'), 'utf8').trim(),
    });
  });

  it('expects no digest for another event, and the recorded one for the same bytes elsewhere', async () => {
    const folder = folderWith({ 'other.json': '{"groupBy":"source"}' });
    copyFileSync(builtIn('catalog/input.json'), join(folder, 'same.json'));
    const other = await resolveWorkload('catalog', { inputPath: join(folder, 'other.json') });
    const same = await resolveWorkload('catalog', { inputPath: join(folder, 'same.json') });
    expect(other.expectedSha256).toBeNull();
    expect(textOf(other.input)).toBe('{"groupBy":"source"}');
    expect(same.expectedSha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each([
    ['catalgo', /^Did you mean catalog\? /],
    ['Hash', /^Did you mean hash\? /],
    ['kubernetes', /^Built-in: noop, catalog, markdown, ssr, hash\./],
  ])('rejects %s with a remedy', async (name, remedy) => {
    await expect(resolveWorkload(name)).rejects.toMatchObject({
      code: 'UNKNOWN_WORKLOAD',
      message: `There is no workload "${name}".`,
      remedy: expect.stringMatching(remedy),
    });
  });
});

describe('resolveWorkload() with a path', () => {
  it('takes a module of the user, relative to the current folder', async () => {
    const modulePath = join(folderWith({ 'resize.ts': HANDLER }), 'resize.ts');
    const workload = await resolveWorkload(relative(process.cwd(), modulePath));
    expect(workload).toMatchObject({ name: 'resize', modulePath, expectedSha256: null });
    expect(textOf(workload.input)).toBe('null');
  });

  it('takes a built-in module for the built-in workload', async () => {
    expect(await resolveWorkload(builtIn('hash/handler.ts'))).toEqual(await resolveWorkload('hash'));
  });

  it('prefers <module>.input.json to input.json, each with its own digest', async () => {
    const folder = folderWith({
      'one.ts': HANDLER,
      'two.mjs': HANDLER.replace(': unknown', ''),
      'one.input.json': '1',
      'input.json': '2',
      'one.expected.sha256': DIGEST,
    });
    const one = await resolveWorkload(join(folder, 'one.ts'));
    const two = await resolveWorkload(join(folder, 'two.mjs'));
    expect([textOf(one.input), one.expectedSha256]).toEqual(['1', DIGEST]);
    expect([textOf(two.input), two.expectedSha256]).toEqual(['2', null]);
  });

  it('reads a digest as sha256sum writes it, and rejects anything else', async () => {
    const files = { 'own.ts': HANDLER, 'input.json': '1', 'expected.sha256': `${DIGEST.toUpperCase()}  -\n` };
    expect((await resolveWorkload(join(folderWith(files), 'own.ts'))).expectedSha256).toBe(DIGEST);
    const folder = folderWith({ ...files, 'expected.sha256': 'soon' });
    await expect(resolveWorkload(join(folder, 'own.ts'))).rejects.toMatchObject({
      code: 'EXPECTED_NOT_A_DIGEST',
    });
  });

  it.each([
    ['a default export', 'own.ts', 'export default function handler() { return 1; }'],
    ['a type of that name', 'own.ts', 'export type handler = number;'],
    ['an empty module', 'own.js', ''],
    ['a module that only imports', 'own.ts', "import { sep } from 'node:path'; const handler = () => sep;"],
    ['a forgotten export', 'own.ts', 'function handler(event: unknown) { return event; }'],
  ])('rejects %s: no handler is exported', async (_, file, source) => {
    const path = join(folderWith({ [file]: source }), file);
    await expect(resolveWorkload(path)).rejects.toMatchObject({
      code: 'NO_HANDLER_EXPORT',
      message: `${path} does not export a handler.`,
      remedy: expect.stringContaining('export function handler(event)'),
    });
  });

  it('takes a handler that comes from another file', async () => {
    const folder = folderWith({ 'own.ts': "export * from './impl.ts';", 'impl.ts': HANDLER });
    expect((await resolveWorkload(join(folder, 'own.ts'))).name).toBe('own');
  });

  it('takes a CommonJS module as it is', async () => {
    const path = join(folderWith({ 'own.cjs': 'exports.handler = (event) => event;' }), 'own.cjs');
    expect((await resolveWorkload(path)).modulePath).toBe(path);
  });

  it('names a dependency that is not there', async () => {
    const path = join(folderWith({ 'own.ts': "export { handler } from 'not-installed';" }), 'own.ts');
    await expect(resolveWorkload(path)).rejects.toMatchObject({
      code: 'BUNDLE_FAILED',
      message: expect.stringContaining('not-installed'),
    });
  });

  it('names the place of a syntax error', async () => {
    const path = join(folderWith({ 'own.ts': '\nexport const handler = (;' }), 'own.ts');
    await expect(resolveWorkload(path)).rejects.toMatchObject({
      code: 'BUNDLE_FAILED',
      message: expect.stringContaining('own.ts:2'),
    });
  });

  it('rejects a path where no file is', async () => {
    const folder = folderWith({});
    for (const path of [join(folder, 'absent.ts'), folder]) {
      await expect(resolveWorkload(path)).rejects.toMatchObject({
        code: 'WORKLOAD_NOT_FOUND',
        message: expect.stringContaining(path),
      });
    }
  });
});

describe('resolveWorkload() with an input', () => {
  const withInput = (content: string | Uint8Array) =>
    resolveWorkload('noop', { inputPath: join(folderWith({ 'event.json': content }), 'event.json') });

  it('drops a byte order mark and keeps every other byte', async () => {
    expect(textOf((await withInput('\uFEFF{ "a": "ü" }\r\n')).input)).toBe('{ "a": "ü" }\r\n');
  });

  it('names the place of a JSON error', async () => {
    await expect(withInput('{\n  "a": 1,\n  "b" 2\n}')).rejects.toMatchObject({
      code: 'INPUT_NOT_JSON',
      message: expect.stringMatching(/event\.json is not JSON: .*line 3,? column 7/),
    });
  });

  it.each([
    ['an empty file', ''],
    ['a comment', '// none\n{}'],
    ['UTF-16', Buffer.from('\uFEFF{}', 'utf16le')],
  ])('rejects %s', async (_, content) => {
    await expect(withInput(content)).rejects.toMatchObject({ code: 'INPUT_NOT_JSON' });
  });

  it('tells an absent file from an unreadable one', async () => {
    const folder = folderWith({});
    const absent = resolveWorkload('noop', { inputPath: join(folder, 'absent.json') });
    await expect(absent).rejects.toMatchObject({ code: 'INPUT_NOT_FOUND' });
    await expect(resolveWorkload('noop', { inputPath: folder })).rejects.toMatchObject({
      code: 'INPUT_NOT_READABLE',
    });
  });
});

describe('nameOf()', () => {
  it.each([
    ['/a/Resize_Image v2.ts', 'resize-image-v2'],
    ['/a/my-fn/handler.ts', 'my-fn'],
    ['/a/my-fn/index.mjs', 'my-fn'],
    ['/a/.hidden.ts', 'hidden'],
    ['/a/日本.ts', 'workload'],
    ['/a/hash.ts', 'user-hash'],
    [`/a/${'x'.repeat(39)}-tail.ts`, 'x'.repeat(39)],
  ])('%s is called %s', (path, name) => {
    expect(nameOf(path)).toBe(name);
    expect(nameOf(path)).toMatch(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/);
  });
});
