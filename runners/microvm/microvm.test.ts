import { testRunner } from '../../harness/testing/conformance.ts';
import { describeWithRunner } from '../../harness/testing/runner-needed.ts';
import { runner } from './index.ts';

await describeWithRunner('a machine of its own', runner, () => {
  testRunner(runner, { leftovers: async () => [] });
});
