import { join } from 'node:path';
import { ColdbenchError } from '../../harness/model/errors.ts';
import { projectRoot } from '../../harness/project-root.ts';
import type { Workload } from '../../workloads/workload.ts';
import { unresolvedBuiltin } from '../support/builtins.ts';
import { type BundleOptions, bundleGuest } from '../support/bundle.ts';

/** Where the component's worker finds jco's bindings: its import of them, as a page at the root resolves it. */
export const BINDINGS_IMPORT = '../../wasm/guest/component.mjs';
export const BINDINGS_PATH = '/wasm/guest/component.mjs';

export type WorkerEntry = 'worker.ts' | 'component-worker.ts';

/** The page's script and its worker's. @throws ColdbenchError `NO_NODE_BUILTINS`, `BUNDLE_FAILED` */
export async function bundleScripts(
  workload: Workload,
  worker: WorkerEntry,
): Promise<{ readonly page: Uint8Array; readonly worker: Uint8Array }> {
  const bundle = async (name: string): Promise<Uint8Array> => {
    const entry = join(projectRoot(), 'runners/browser/guest', name);
    const options: BundleOptions = { entry, platform: 'neutral', external: [BINDINGS_IMPORT] };
    return (await bundleGuest(workload, options)).code;
  };
  try {
    return { page: await bundle('page.ts'), worker: await bundle(worker) };
  } catch (error) {
    const builtin = unresolvedBuiltin(error);
    if (builtin === null) throw error;
    throw new ColdbenchError(
      'NO_NODE_BUILTINS',
      `A browser has no Node builtins, and the module imports ${builtin}.`,
      {
        remedy: `Do without ${builtin} in this workload, or leave the browser runner out of this run.`,
        cause: error,
      },
    );
  }
}
