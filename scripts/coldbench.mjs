#!/usr/bin/env node
// The `coldbench` command: sets itself up if need be, then hands over to the bundled harness.
import { ensureSetup } from './setup.mjs';

const args = process.argv.slice(2);
const onlyAsks = args.some((arg) => ['--help', '-h', '--version', '-V'].includes(arg));
await ensureSetup({ mayBeStale: onlyAsks });
const { run } = await import('../dist/cli.js');
await run(args);
