import { join } from 'node:path';
import { projectRoot } from '../../harness/project-root.ts';
import { testRunner } from '../../harness/testing/conformance.ts';
import { runner } from './index.ts';

const cacheDir = join(projectRoot(), 'node_modules/.cache/coldbench-test');

testRunner(runner, { cacheDir, leftovers: async () => [] });
