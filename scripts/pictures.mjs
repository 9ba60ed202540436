// `npm run pictures`: draws the README's pictures anew from the committed reference set. A test tells when they are out
// of date.
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureSetup } from './setup.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const reference = join(root, 'results/reference/catalog.ndjson');
const folder = join(root, 'results/reference/pictures');

await ensureSetup();
const { run } = await import('../dist/cli.js');
mkdirSync(folder, { recursive: true });
for (const chart of ['ranking', 'phases', 'trials', 'warm'])
  for (const theme of ['light', 'dark'])
    await run([
      'report',
      reference,
      '--chart',
      chart,
      '--theme',
      theme,
      '--out',
      join(folder, `${chart}-${theme}.svg`),
    ]);
