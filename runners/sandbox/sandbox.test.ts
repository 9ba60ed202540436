import { testRunner } from '../../harness/testing/conformance.ts';
import { describeWithRunner, variantOf } from '../../harness/testing/runner-needed.ts';
import { runner } from './index.ts';

for (const variant of ['unshare', 'bubblewrap']) {
  const one = variantOf(runner, variant);
  await describeWithRunner(`sandbox:${variant}`, one, () => {
    testRunner(one, { leftovers: async () => [] });
  });
}
