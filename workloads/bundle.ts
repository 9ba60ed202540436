import { join } from 'node:path';
import { UsageError } from '../harness/model/errors.ts';
import { projectRoot } from '../harness/project-root.ts';
import { type BundleOptions, bundleGuest } from '../runners/support/bundle.ts';
import type { Workload } from './workload.ts';

/**
 * The workload's module as every runner bundles it: one ES module that exports `handler`.
 * `neutral` accepts no Node-only API; `node` is what a user's module may need.
 * @throws ColdbenchError `BUNDLE_FAILED`
 */
export async function bundleHandler(
  workload: Workload,
  platform: BundleOptions['platform'],
): Promise<string> {
  const entry = join(projectRoot(), 'workloads/entry.ts');
  const { code } = await bundleGuest(workload, { entry, platform });
  return new TextDecoder().decode(code);
}

/**
 * Checks a module without running it: it can be bundled, and it exports `handler`. What a CommonJS module exports
 * shows only when it runs, so there the first call will tell.
 * @throws UsageError `NO_HANDLER_EXPORT`; ColdbenchError `BUNDLE_FAILED`
 */
export async function checkHandlerExport(workload: Workload): Promise<void> {
  const { modulePath } = workload;
  const exported = await exportsOf(modulePath);
  if (exported === 'unbundled') {
    await bundleHandler(workload, 'node');
  } else if (exported !== 'commonjs' && !exported.includes('handler')) {
    throw new UsageError('NO_HANDLER_EXPORT', `${modulePath} does not export a handler.`, {
      remedy:
        'Add `export function handler(event) { … }`: a named export; it gets the event and returns JSON data.',
    });
  }
}

/** Asked for here, because an import of what a module without any export lacks is undefined for esbuild, not an error. */
async function exportsOf(modulePath: string): Promise<readonly string[] | 'commonjs' | 'unbundled'> {
  const { build } = await import('esbuild');
  const options = {
    bundle: true,
    format: 'esm',
    platform: 'node',
    write: false,
    logLevel: 'silent',
  } as const;
  const built = await build({ ...options, entryPoints: [modulePath], metafile: true }).catch(() => null);
  const output = Object.values(built?.metafile.outputs ?? {}).find(
    ({ entryPoint }) => entryPoint !== undefined,
  );
  if (!built || !output?.entryPoint) return 'unbundled';
  return built.metafile.inputs[output.entryPoint]?.format === 'cjs' ? 'commonjs' : output.exports;
}
