import { join } from 'node:path';
import { projectRoot } from '../../harness/project-root.ts';
import type { Workload } from '../../workloads/workload.ts';
import { type Bundle, bundleGuest } from '../support/bundle.ts';
import { withoutBuiltins } from './build-errors.ts';

export const guestPath = (name: string): string => join(projectRoot(), 'runners/wasm/guest', name);

/** The module that becomes a component: the workload behind the export of `entry`, without Node. */
export async function bundleModule(workload: Workload, entry: string): Promise<Bundle> {
  try {
    return await bundleGuest(workload, { entry: guestPath(entry), platform: 'neutral' });
  } catch (error) {
    throw withoutBuiltins(error);
  }
}
