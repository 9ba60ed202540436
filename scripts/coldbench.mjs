#!/usr/bin/env node
// The `coldbench` command: sets itself up if need be, then hands over to the bundled harness.
import { ensureSetup } from './setup.mjs';

const args = process.argv.slice(2);
const onlyAsks = args.some((arg) => ['--help', '-h', '--version', '-V'].includes(arg));
// Of a gate, 1 says that a regression is confirmed, and nothing else may say so; 4 is "unfit surroundings".
const failureCode = args[0] === 'gate' ? 4 : 1;
try {
  await ensureSetup({ mayBeStale: onlyAsks, failureCode });
} catch (error) {
  console.error(error);
  process.exit(failureCode);
}
const { run } = await import('../dist/cli.js');
await run(args);
