import { createHash } from 'node:crypto';
import type { BuildOptions, Plugin } from 'esbuild';
import { ColdbenchError } from '../../harness/model/errors.ts';
import type { Workload } from '../../workloads/workload.ts';

export interface Bundle {
  readonly code: Uint8Array;
  readonly sha256: string;
}

export interface BundleOptions {
  /** Absolute path of the guest program that imports `coldbench:workload`. */
  readonly entry: string;
  /** `node`: builtins allowed; `neutral`: a plain ECMAScript engine, as in a component. */
  readonly platform: 'node' | 'neutral';
  /** An ES module unless said otherwise; `iife` is a plain script. */
  readonly format?: 'esm' | 'cjs' | 'iife';
  readonly minify?: boolean;
  /** Module names left for the runtime to resolve. */
  readonly external?: readonly string[];
}

/** Minified, because a deployed artifact is; recorded with every artifact. */
export const BUNDLE_DETAILS = { minified: true, moduleFormat: 'esm' } as const;

/**
 * Bundles a guest program with the workload and its npm dependencies into one ES module.
 * All runners bundle here, with the same settings: whatever differs is the packaging.
 * @throws ColdbenchError `BUNDLE_FAILED` naming the file and line that esbuild complains about.
 */
export async function bundleGuest(workload: Workload, options: BundleOptions): Promise<Bundle> {
  const esbuild = await import('esbuild');
  try {
    const { outputFiles } = await esbuild.build({
      ...settings(options),
      plugins: [workloadPlugin(workload.modulePath)],
    });
    const contents = outputFiles?.[0]?.contents ?? new Uint8Array();
    const code = options.format === 'cjs' ? contents : withRequire(contents, options.platform);
    return { code, sha256: createHash('sha256').update(code).digest('hex') };
  } catch (error) {
    throw new ColdbenchError(
      'BUNDLE_FAILED',
      `Cannot bundle ${workload.modulePath}: ${firstMessage(error)}`,
      {
        remedy: 'Correct the module, and install its npm dependencies in its own folder.',
        cause: error,
      },
    );
  }
}

function settings({
  entry,
  platform,
  format = 'esm',
  minify = BUNDLE_DETAILS.minified,
  external = [],
}: BundleOptions): BuildOptions {
  return {
    entryPoints: [entry],
    bundle: true,
    write: false,
    format,
    platform,
    target: 'es2022',
    minify,
    // As in the guests' environment; a component has no environment to ask.
    define: { 'process.env.NODE_ENV': '"production"' },
    legalComments: 'none',
    logLevel: 'silent',
    mainFields: ['module', 'main'],
    conditions: ['import', 'module', 'default'],
    external: [...external],
  };
}

/** A CommonJS dependency may call require() for a builtin, and an ES module has none; who needs it gets it. */
function withRequire(code: Uint8Array, platform: BundleOptions['platform']): Uint8Array {
  if (platform !== 'node' || !Buffer.from(code).includes('Dynamic require of')) return code;
  const banner = 'import{createRequire as __cr}from"node:module";const require=__cr(import.meta.url);';
  return Buffer.concat([Buffer.from(banner), code]);
}

function workloadPlugin(modulePath: string): Plugin {
  return {
    name: 'coldbench-workload',
    setup(build) {
      build.onResolve({ filter: /^coldbench:workload$/ }, () => ({ path: modulePath }));
    },
  };
}

function firstMessage(error: unknown): string {
  const first = (error as { errors?: { text: string; location?: { file: string; line: number } | null }[] })
    .errors?.[0];
  if (!first) return String(error);
  return first.location ? `${first.text} (${first.location.file}:${first.location.line})` : first.text;
}
