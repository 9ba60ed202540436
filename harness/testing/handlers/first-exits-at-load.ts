// Node only: of the instances that share a working directory, the first one ends before it is ready.
import { mkdirSync } from 'node:fs';

let isFirst = true;
try {
  mkdirSync('first-exits-at-load');
} catch {
  isFirst = false;
}
if (isFirst) process.exit(7);
export const handler = (event: unknown): unknown => ({ event, answer: 'ä→😀' });
