#!/usr/bin/env node
// The `coldbench` command: sets itself up if need be, then hands over to the bundled harness.
import { ensureSetup } from './setup.mjs';

await ensureSetup();
const { run } = await import('../dist/cli.js');
await run(process.argv.slice(2));
