import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testRunner } from '../../harness/testing/conformance.ts';
import { findUml } from './find-uml.ts';
import { runner } from './index.ts';
import { exitingProgram, reasonIn } from './trial.ts';

const found = await runner.probe();
const title = 'User-Mode Linux';

// Required nowhere: no kernel of today works on every processor.
describe.skipIf(!found.available)(found.available ? title : `${title} (skipped: ${found.reason})`, () => {
  testRunner(runner, { leftovers: async () => [], sharesGuests: true, rssBelowBytes: 0.6e9 });
});

describe.runIf(process.platform === 'linux' && process.arch === 'x64')('findUml()', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'coldbench-test-uml-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('says that there is none', async () => {
    expect(await findUml({ PATH: '' })).toMatchObject({
      reason: 'linux.uml is not a program that can be run.',
      remedy: expect.stringContaining('user-mode-linux'),
    });
    expect(await findUml({ COLDBENCH_TOOL_UML: '/nowhere/uml' })).toMatchObject({
      reason: '/nowhere/uml is not a program that can be run.',
    });
  });

  it('has one run a program, and says in its words why it cannot; nothing is left', async () => {
    const path = join(folder, 'broken');
    const words = 'userspace - ptrace set fp regs failed, errno = 14';
    await writeFile(path, `#!/bin/sh\necho "${words}\n<0>Kernel panic - not syncing: killed init"\n`);
    await chmod(path, 0o755);
    const before = await readdir(tmpdir());
    expect(await findUml({ COLDBENCH_TOOL_UML: path })).toEqual({
      path: null,
      reason: `${path} starts and cannot run a program on this machine: ${words}`,
      remedy: expect.stringContaining('runners/uml/README.md'),
    });
    expect((await readdir(tmpdir())).filter((name) => !before.includes(name) && /uml/.test(name))).toEqual(
      [],
    );
  });

  it('tries it with a program that really runs and exits by the code that is looked for', async () => {
    const path = join(folder, 'program');
    await writeFile(path, exitingProgram(), { mode: 0o755 });
    await expect(promisify(execFile)(path)).rejects.toMatchObject({ code: 42, stdout: '', stderr: '' });
  });
});

describe('reasonIn()', () => {
  it('is the line before the panic, or the last one', () => {
    expect(reasonIn('a\nb failed\n\nKernel panic - not syncing\nCPU: 0\n')).toBe('b failed');
    expect(reasonIn('check_ptrace : not permitted\n')).toBe('check_ptrace : not permitted');
    expect(reasonIn('')).toBe('it ended without a word');
  });
});
