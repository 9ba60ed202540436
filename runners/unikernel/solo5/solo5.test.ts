import { describe } from 'vitest';
import { testRunner } from '../../../harness/testing/conformance.ts';
import { variantOf } from '../../../harness/testing/runner-needed.ts';
import { runner } from '../index.ts';
import { SOLO5_VARIABLE } from './find-tools.ts';

const real = process.env[SOLO5_VARIABLE] !== undefined;

/** With real images, where a user has them: COLDBENCH_SOLO5=FOLDER npx vitest run runners/unikernel/solo5. */
describe.runIf(real).each(['solo5-spt', 'solo5-virtio'])('a real %s', (variant) => {
  testRunner(variantOf(runner, variant), {
    leftovers: async () => [],
    sharesGuests: true,
    rssAboveBytes: 2e6,
    rssBelowBytes: 1.5e9,
  });
});
