import { expect, test } from 'vitest';
import { TOOL_NAMES } from '../../runners/support/tools.ts';
import { findOptionalTools, type OptionalTool, optionalToolsSection } from './optional-tools.ts';

const tool = (name: string, path: string | null, installer: string | null): OptionalTool => ({
  name,
  path,
  installer,
});
const SETUP = 'npm run setup --';

test('says which are there, and one command for all that can be had in the same way', () => {
  const { items } = optionalToolsSection([
    tool('bun', '/tools/bun', SETUP),
    tool('deno', null, SETUP),
    tool('workerd', null, SETUP),
    tool('chromium', null, 'apt-get install'),
    tool('node22', null, null),
  ]);
  expect(items.map(({ label, value, remedy }) => [label, value, remedy])).toEqual([
    ['installed', 'bun', null],
    ['not installed', 'deno, workerd', 'npm run setup -- deno workerd'],
    ['not installed', 'chromium', 'apt-get install chromium'],
    ['none here', 'node22', 'npm has none for this system.'],
  ]);
});

test('knows every tool that `npm run setup` installs, and finds none where there is none', async () => {
  const { PATH, COLDBENCH_CACHE_DIR } = process.env;
  Object.assign(process.env, { PATH: '/nowhere', COLDBENCH_CACHE_DIR: '/nowhere' });
  try {
    const tools = (await findOptionalTools()).filter(({ installer }) => installer === SETUP);
    const names: readonly string[] = TOOL_NAMES;
    expect(tools.length).toBeGreaterThan(0);
    for (const { name, path } of tools) expect([names.includes(name), path]).toEqual([true, null]);
  } finally {
    process.env.PATH = PATH;
    if (COLDBENCH_CACHE_DIR === undefined) delete process.env.COLDBENCH_CACHE_DIR;
    else process.env.COLDBENCH_CACHE_DIR = COLDBENCH_CACHE_DIR;
  }
});
