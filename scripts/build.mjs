// Bundles the harness into dist/: Node 20 does not load TypeScript, and a loader at run time would cost every start
// of the command 100 ms and more.
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as esbuild from 'esbuild';

// commander is CommonJS: in an ES bundle it has no require(), and gets Node's builtins in another way. child_process,
// which takes 2 ms to load, it needs for subcommands that are programs of their own; it gets that when it asks.
const commanderBuiltins = {
  name: 'commander-builtins',
  setup(build) {
    build.onLoad({ filter: /commander\/lib\/.*\.js$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8'))
        .replace(
          "require('node:child_process')",
          "{ spawn: (...args) => require('node:child_process').spawn(...args) }",
        )
        .replaceAll(/require\('(node:\w+)'\)/g, "globalThis.process.getBuiltinModule('$1')"),
      loader: 'js',
    }));
  },
};

export async function build(root) {
  const { dependencies, devDependencies, optionalDependencies } = JSON.parse(
    await readFile(join(root, 'package.json'), 'utf8'),
  );
  const outdir = join(root, 'dist');
  await rm(outdir, { recursive: true, force: true });
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: {
      cli: 'harness/cli.ts',
      fidelity: 'scripts/fidelity/index.ts',
      'fidelity-launcher': 'scripts/fidelity/launcher.ts',
      'load-fidelity': 'scripts/fidelity/load/index.ts',
      'load-fidelity-echo': 'scripts/fidelity/load/echo.ts',
      simulate: 'scripts/simulate/index.ts',
      'simulate-worker': 'scripts/simulate/worker.ts',
      'simulate-nightly': 'scripts/simulate-nightly/index.ts',
      'make-references': 'scripts/simulate/make-references.ts',
      'busy-neighbour': 'scripts/simulate/busy-neighbour.ts',
      'compare-speed': 'scripts/speed/compare.ts',
      'report-speed': 'scripts/speed/report.ts',
      'history-speed': 'scripts/speed/history.ts',
    },
    outdir,
    plugins: [commanderBuiltins],
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    // Dependencies stay in node_modules, but for the one that every start of the command needs.
    external: Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies }).filter(
      (name) => name !== 'commander',
    ),
    minifyWhitespace: true,
    minifySyntax: true,
    sourcemap: 'linked',
    logLevel: 'warning',
  });
  // The scripts of the HTML pages, each in one piece: it is written into each page.
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: {
      'report-page': 'harness/report/html/client/index.ts',
      'trends-page': 'harness/history/report/client/index.ts',
    },
    outdir,
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    minify: true,
    charset: 'utf8',
    logLevel: 'warning',
  });
  await bundleDuckdb(root, outdir);
}

/** DuckDB's own JavaScript in one file: as more than a hundred, it costs a start 40 ms. It is an optional dependency. */
async function bundleDuckdb(root, outdir) {
  const entry = join(root, 'node_modules/@duckdb/node-api/lib/index.js');
  if (!existsSync(entry)) return;
  await esbuild.build({
    entryPoints: [entry],
    outfile: join(outdir, 'duckdb.cjs'),
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    // Its binary stays where npm put it.
    external: ['@duckdb/node-bindings'],
    minifyWhitespace: true,
    minifySyntax: true,
    logLevel: 'warning',
  });
}
