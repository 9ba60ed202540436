import { testRunner } from '../../harness/testing/conformance.ts';
import { describeWithRunner, variantOf } from '../../harness/testing/runner-needed.ts';
import { runner } from './index.ts';

/** Building takes seconds a handler: Node's kind passes the whole suite, the others differ in what they hold. */
await describeWithRunner('static-binary', runner, () => {
  testRunner(runner, { leftovers: async () => [] });
});

const bun = variantOf(runner, 'bun');
await describeWithRunner('static-binary:bun', bun, () => {
  testRunner(bun, { leftovers: async () => [], guestClock: 'own' });
});
