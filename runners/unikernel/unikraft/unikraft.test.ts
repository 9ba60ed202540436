import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../../harness/project-root.ts';
import { testRunner } from '../../../harness/testing/conformance.ts';
import { packageContext, testWorkload } from '../../../harness/testing/launching.ts';
import { variantOf } from '../../../harness/testing/runner-needed.ts';
import { runner } from '../index.ts';
import { useStandIn } from '../testing/stand-in.ts';
import { findUnikraft, UNIKRAFT_VARIABLE } from './find-tools.ts';
import { buildRoot, bundleUnikraftGuest } from './image.ts';
import { machineArguments } from './machine.ts';
import { elf, makeStandIn } from './testing/stand-in.ts';

const unikraft = variantOf(runner, 'unikraft');
const echo = testWorkload('echo', join(projectRoot(), 'harness/testing/handlers/echo.ts'));
const real = process.env[UNIKRAFT_VARIABLE] !== undefined;

/** With a real Unikraft, where a user has one: COLDBENCH_UNIKRAFT=FOLDER npx vitest run runners/unikernel/unikraft. */
describe.runIf(real)('a real Unikraft', () => {
  testRunner(unikraft, { leftovers: async () => [], sharesGuests: true, rssBelowBytes: 2e9 });
});

describe.skipIf(real || process.platform !== 'linux' || process.arch !== 'x64')(
  'with a stand-in for QEMU: the command line, the archive and the console, and nothing of Unikraft',
  () => {
    const used = useStandIn(UNIKRAFT_VARIABLE, makeStandIn);

    testRunner(unikraft, { leftovers: async () => [], sharesGuests: true });

    it('says which Node is in the root, since it is not the one of the other rows', async () => {
      const { details } = await unikraft.package(echo, packageContext(join(used.folder, 'cache')));
      expect(details.node).toBe('v18.20.4');
    });

    it('is another artifact when a file of the root is', async () => {
      const context = packageContext(join(used.folder, 'cache'));
      const { sha256 } = await unikraft.package(echo, context);
      await writeFile(join(used.folder, 'root/usr/bin/other'), '');
      expect((await unikraft.package(echo, context)).sha256).not.toBe(sha256);
    });

    it('says precisely what is missing', async () => {
      const node = join(used.folder, 'root/usr/bin/node');
      const was = await readFile(node);
      await writeFile(node, elf(2));
      expect(await findUnikraft()).toMatchObject({
        reason: `${node} is not position-independent, and Unikraft loads no other programs.`,
        remedy: expect.stringContaining('Alpine'),
      });
      await rm(node);
      expect(await findUnikraft()).toMatchObject({ reason: expect.stringContaining('/root has no Node') });
      await writeFile(node, was);
      await writeFile(join(used.folder, 'kernel'), 'no kernel');
      expect(await findUnikraft()).toMatchObject({
        reason: `${join(used.folder, 'kernel')} is not an ELF file that can be read.`,
      });
      await writeFile(join(used.folder, 'kernel'), elf(2));
      expect(await findUnikraft({})).toMatchObject({ remedy: expect.stringContaining(UNIKRAFT_VARIABLE) });
    });
  },
);

describe('the command line', () => {
  const machine = { kernel: '/k', root: '/r.cpio', node: '/usr/bin/node', accelerator: 'tcg' } as const;
  const append = (environment: Record<string, string>) =>
    machineArguments({ ...machine, environment }).at(-1);

  it('is parameters, variables, and the program with its arguments', () => {
    expect(append({ TZ: 'UTC', WORDS: 'a b' })).toBe(
      'netdev.ip=10.0.2.15/24:10.0.2.2 vfs.fstab=[ "initrd0:/:extract::ramfs=1:" ] env.vars=[ TZ=UTC "WORDS=a b" ] -- /usr/bin/node /app/app.mjs 1 0.0.0.0 8080',
    );
  });

  it('refuses a path that QEMU would take for more than one', async () => {
    const cacheDir = await mkdtemp(join(tmpdir(), 'coldbench-test-unikraft, '));
    const { folder } = await makeStandIn();
    const given = { kernel: join(folder, 'kernel'), root: join(folder, 'root'), node: '/usr/bin/node' };
    const bundle = await bundleUnikraftGuest(echo);
    await expect(buildRoot(bundle, given, packageContext(cacheDir))).rejects.toMatchObject({
      code: 'PATH_UNFIT',
      message: expect.stringContaining(cacheDir),
      remedy: expect.stringContaining('COLDBENCH_CACHE_DIR'),
    });
    await Promise.all([cacheDir, folder].map((path) => rm(path, { recursive: true })));
  });

  it('refuses what it cannot say', () => {
    expect(() => append({ A: 'x]' })).toThrow(/cannot be handed the variable A/);
  });
});
