import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../harness/project-root.ts';
import { CommandSandbox } from '../../harness/testing/command.ts';

let sandbox: CommandSandbox;
beforeAll(async () => {
  sandbox = await CommandSandbox.create();
  // Builds the scripts, too.
  await sandbox.run(['--version']);
});
afterAll(() => sandbox.remove());

const node = (script: string, args: readonly string[]) =>
  promisify(execFile)(process.execPath, [join(projectRoot(), 'dist', script), ...args], {
    cwd: sandbox.folder,
    env: sandbox.environment,
  });

describe('the scripts of the simulation', () => {
  it('record both regimes, draw from what was recorded, and leave nothing else', async () => {
    const args = ['--blocks', '20', '--warm-calls', '2', '--workload', 'noop', '--out', 'references'];
    await node('make-references.js', args);
    const files = ['references/twins-busy.ndjson', 'references/twins-quiet.ndjson'];
    expect((await readdir(sandbox.folder)).filter((name) => name.startsWith('coldbench-'))).toEqual([]);
    expect(await sandbox.run(['validate', ...files])).toMatchObject({ exitCode: 0 });
    const simulate = ['--families', '300', '--blocks', '10', '--injected', '50%'];
    const { stdout, stderr } = await node('simulate.js', [...files, ...simulate]);
    expect(stdout).toMatch(/`twins-busy\.ndjson`: 20 blocks/);
    expect(stdout).toMatch(/`twins-quiet\.ndjson`: 20 blocks/);
    // Two files, three designs, five rules.
    expect(stdout.match(/\d% \[/g)?.length).toBeGreaterThanOrEqual(2 * 3 * 5 * 2);
    expect(stderr).toMatch(/apart: 300 of 300 families/);
    expect((await node('simulate.js', [...files, ...simulate])).stdout).toBe(stdout);
  });

  it('name a file that is not there', async () => {
    await expect(node('simulate.js', ['absent.ndjson'])).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^There is no file absent\.ndjson/),
    });
  });
});
