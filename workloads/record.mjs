// Checks every expected.sha256; with --write records it anew: node workloads/record.mjs [--write] [name …]
// Plain JavaScript, since Node 20 does not load TypeScript: it bundles record.ts and runs that.
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const outfile = fileURLToPath(new URL('../node_modules/.cache/coldbench/record.mjs', import.meta.url));
await build({
  entryPoints: [fileURLToPath(new URL('record.ts', import.meta.url))],
  outfile,
  bundle: true,
  format: 'esm',
  platform: 'node',
  packages: 'external',
});
const { main } = await import(pathToFileURL(outfile).href);
process.exitCode = await main(process.argv.slice(2), (line) => process.stdout.write(`${line}\n`));
