// Bundles the harness into dist/: Node 20 does not load TypeScript, and a loader at run time would cost every start
// of the command 100 ms and more.
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as esbuild from 'esbuild';

// A CommonJS module inside an ES bundle calls require() for Node's builtins.
const REQUIRE = "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);";

export async function build(root) {
  const { dependencies } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const outdir = join(root, 'dist');
  await rm(outdir, { recursive: true, force: true });
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: {
      cli: 'harness/cli.ts',
      fidelity: 'scripts/fidelity/index.ts',
      'fidelity-launcher': 'scripts/fidelity/launcher.ts',
      simulate: 'scripts/simulate/index.ts',
      'simulate-worker': 'scripts/simulate/worker.ts',
      'make-references': 'scripts/simulate/make-references.ts',
      'busy-neighbour': 'scripts/simulate/busy-neighbour.ts',
      'compare-speed': 'scripts/compare-speed.ts',
    },
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    // Dependencies stay in node_modules, but for the one that every start of the command needs.
    external: Object.keys(dependencies).filter((name) => name !== 'commander'),
    banner: { js: REQUIRE },
    minifyWhitespace: true,
    sourcemap: 'linked',
    logLevel: 'warning',
  });
}
