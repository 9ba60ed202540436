// Bundles the harness into dist/: Node 20 does not load TypeScript, and a loader at run time would cost every start
// of the command 100 ms and more.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as esbuild from 'esbuild';

export async function build(root) {
  const outdir = join(root, 'dist');
  await rm(outdir, { recursive: true, force: true });
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: {
      cli: 'harness/cli.ts',
      fidelity: 'scripts/fidelity/index.ts',
      'fidelity-launcher': 'scripts/fidelity/launcher.ts',
    },
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    // Dependencies stay in node_modules, but for what every start of the command needs.
    packages: 'external',
    sourcemap: 'linked',
    logLevel: 'warning',
  });
}
