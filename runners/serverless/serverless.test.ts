import { testRunner } from '../../harness/testing/conformance.ts';
import { runner } from './index.ts';

testRunner(runner, { leftovers: async () => [] });
