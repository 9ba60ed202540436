import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { projectRoot } from '../harness/project-root.ts';

let folder: string;
beforeAll(async () => {
  // The command without the program that it should build.
  folder = await mkdtemp(join(tmpdir(), 'coldbench-broken-'));
  for (const name of ['coldbench.mjs', 'setup.mjs', 'platform.mjs'])
    await cp(join(projectRoot(), 'scripts', name), join(folder, 'scripts', name));
});
afterAll(() => rm(folder, { recursive: true }));

test.each([
  ['gate', 4],
  ['bench', 1],
])(
  '%s exits with %i when the command cannot be set up: of a gate, 1 is a regression',
  async (command, code) => {
    const { exitCode, stderr } = await execa(
      process.execPath,
      [join(folder, 'scripts/coldbench.mjs'), command],
      {
        reject: false,
      },
    );
    expect(stderr).toMatch(/ENOENT/);
    expect(exitCode).toBe(code);
  },
);
