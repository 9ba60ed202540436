import { describeIfAvailable, withVariant } from '../../harness/testing/availability.ts';
import { testRunner } from '../../harness/testing/conformance.ts';
import { runner } from './index.ts';

/** Building takes seconds a handler: Node's kind passes the whole suite, the others differ in what they hold. */
await describeIfAvailable('static-binary', runner, () => {
  testRunner(runner, { leftovers: async () => [] });
});

const bun = withVariant(runner, 'bun');
await describeIfAvailable('static-binary:bun', bun, () => {
  testRunner(bun, { leftovers: async () => [], guestClock: 'own' });
});
