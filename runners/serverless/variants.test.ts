import { testRunner } from '../../harness/testing/conformance.ts';
import { describeWithRunner, variantOf } from '../../harness/testing/runner-needed.ts';
import { runner } from './index.ts';
import { VARIANTS } from './variants.ts';

for (const name of Object.keys(VARIANTS)) {
  const variant = variantOf(runner, name);
  await describeWithRunner(`serverless:${name}`, variant, () => {
    testRunner(variant, { leftovers: async () => [] });
  });
}
