import { describeIfAvailable, withVariant } from '../../harness/testing/availability.ts';
import { testRunner } from '../../harness/testing/conformance.ts';
import { runner } from './index.ts';

for (const variant of ['unshare', 'bubblewrap']) {
  const one = withVariant(runner, variant);
  await describeIfAvailable(`sandbox:${variant}`, one, () => {
    testRunner(one, { leftovers: async () => [] });
  });
}
