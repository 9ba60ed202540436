import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../../harness/project-root.ts';
import { testRunner } from '../../../harness/testing/conformance.ts';
import {
  finishLaunch,
  isAlive,
  observeLaunch,
  packageContext,
  testWorkload,
} from '../../../harness/testing/launching.ts';
import { variantOf } from '../../../harness/testing/runner-needed.ts';
import { runner } from '../index.ts';
import { useStandIn } from '../testing/stand-in.ts';
import { findSolo5, SOLO5_VARIABLE } from './find-tools.ts';
import { onDevice } from './script.ts';
import { DEVICES, makeStandIn } from './testing/stand-in.ts';

const handlerAt = (name: string) =>
  testWorkload(name, join(projectRoot(), 'harness/testing/handlers', `${name}.ts`));
const real = process.env[SOLO5_VARIABLE] !== undefined;
const here = process.platform === 'linux' && process.arch === 'x64';
const VARIANTS = ['solo5-spt', 'solo5-virtio'] as const;

/** With real images, where a user has them: COLDBENCH_SOLO5=FOLDER npx vitest run runners/unikernel/solo5. */
describe.runIf(real).each(VARIANTS)('a real %s', (variant) => {
  testRunner(variantOf(runner, variant), {
    leftovers: async () => [],
    sharesGuests: true,
    rssAboveBytes: 2e6,
    rssBelowBytes: 1.5e9,
  });
});

describe.skipIf(real || !here)(
  'with stand-ins for tender, images and QEMU: command lines, wire and script, and nothing of a real Solo5 or QuickJS',
  () => {
    const used = useStandIn(SOLO5_VARIABLE, makeStandIn);

    describe.each(VARIANTS)('%s', (variant) => {
      testRunner(variantOf(runner, variant), { leftovers: async () => [], sharesGuests: true });
    });

    it('is emulated where QEMU has only its translator, and never with the tender', async () => {
      expect(await runner.probe('solo5-virtio')).toMatchObject({
        variant: 'solo5-virtio-tcg',
        emulated: expect.stringContaining('TCG'),
      });
      expect(await runner.probe('solo5-spt')).toEqual({
        available: true,
        variant: 'solo5-spt',
        versions: { solo5Spt: 'v0.0.0 (a stand-in)' },
      });
    });

    /** A guest that came to its end, and what is left of it. */
    async function endOf(variant: string, handler: string): Promise<unknown> {
      const packaged = await runner.package(handlerAt(handler), {
        ...packageContext(join(used.folder, 'cache')),
        variant,
      });
      const launch = await observeLaunch();
      const error = await packaged
        .launch(launch.context)
        .then((instance) => instance.invoke(Buffer.from('null')).finally(() => instance.stop()))
        .catch((failure: unknown) => failure);
      expect(launch.pids.filter(isAlive)).toEqual([]);
      expect(await finishLaunch(launch)).toEqual([]);
      return error;
    }

    it.each([
      ['solo5-spt', 1],
      ['solo5-virtio', 83],
    ])(
      '%s tells how a guest ended before it was ready, what it printed, and what to check',
      async (variant, code) => {
        expect(await endOf(variant, 'throws-at-load')).toMatchObject({
          code: 'GUEST_EXITED',
          message: expect.stringMatching(new RegExp(`exited with code ${code} .*refuses to load`, 's')),
          remedy: expect.stringContaining('`bundle`'),
        });
      },
    );

    it.each([
      ['solo5-spt', 0],
      ['solo5-virtio', 83],
    ])('%s tells how a guest ended that had nothing left to settle its promise', async (variant, code) => {
      expect(await endOf(variant, 'never-answers')).toMatchObject({
        code: 'CALL_FAILED',
        message: expect.stringContaining(`it ended with code ${code}`),
      });
    });
  },
);

describe.runIf(here)('findSolo5()', () => {
  const SAYS = (words: string): string => `#!/bin/sh\necho "solo5-spt: ${words}" >&2\nexit 1\n`;

  it('says that there is none, and what to name', async () => {
    expect(await findSolo5('spt', {})).toMatchObject({
      machine: null,
      remedy: expect.stringMatching(/solo5-spt and javascript\.spt in COLDBENCH_SOLO5/),
    });
  });

  it.each(['javascript.spt', 'solo5-spt'])('names the file that is missing: %s', async (file) => {
    const { folder } = await makeStandIn();
    await rm(join(folder, file));
    expect(await findSolo5('spt', { [SOLO5_VARIABLE]: folder })).toMatchObject({
      machine: null,
      reason: expect.stringContaining(join(folder, file)),
    });
    await rm(folder, { recursive: true });
  });

  it.each([
    ['bundle', undefined, "Resource not declared in manifest: 'service'", 'the net device `service`'],
    [
      'bundle service more',
      undefined,
      "Device 'more' of type NET_BASIC declared but not attached.",
      'no other',
    ],
    [DEVICES, SAYS('Could not attach interface: @0: Success'), '@0: Success', 'Solo5 0.9.3'],
  ])('takes the word of the tender for an image with %s', async (devices, tender, reason, remedy) => {
    const { folder } = await makeStandIn(devices, tender);
    expect(await findSolo5('spt', { [SOLO5_VARIABLE]: folder })).toMatchObject({
      machine: null,
      reason: expect.stringContaining(reason),
      remedy: expect.stringContaining(remedy),
    });
    await rm(folder, { recursive: true });
  });

  it('asks for a QEMU for the other kind', async () => {
    const { folder } = await makeStandIn();
    const found = await findSolo5('virtio', {
      [SOLO5_VARIABLE]: folder,
      COLDBENCH_TOOL_QEMU: '/nowhere/qemu',
    });
    expect(found).toMatchObject({ machine: null, remedy: expect.stringContaining('COLDBENCH_TOOL_QEMU') });
    await rm(folder, { recursive: true });
  });
});

describe('onDevice()', () => {
  it.each([0, 1, 511, 512, 513])('fills whole sectors with %d bytes of a script', (length) => {
    const device = onDevice(new Uint8Array(length).fill(65));
    expect([device.length % 512, Buffer.from(device).toString().replace(/\0+$/, '').length]).toEqual([
      0,
      length,
    ]);
  });
});
