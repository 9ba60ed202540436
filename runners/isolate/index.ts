import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { ColdbenchError, messageOf } from '../../harness/model/errors.ts';
import type { Probe, Runner } from '../runner.ts';
import { findTool, toolRemedy } from '../support/tools.ts';
import type { Workerd } from './launch.ts';
import { packageWorker } from './package.ts';

type Found =
  | (Workerd & { readonly version: string })
  | { readonly path: null; readonly reason: string; readonly remedy: string };

async function findWorkerd(): Promise<Found> {
  const remedy = `${toolRemedy('workerd')} Or leave the isolate runner out of this run.`;
  const tool = findTool('workerd');
  if (!tool) return { path: null, reason: 'workerd is not installed.', remedy };
  try {
    const { stdout } = await promisify(execFile)(tool.path, ['--version']);
    return { path: tool.path, version: stdout.trim().replace(/^workerd /, '') };
  } catch (error) {
    return { path: null, reason: `${tool.path} does not run: ${messageOf(error).split('\n')[0]}`, remedy };
  }
}

async function probe(): Promise<Probe> {
  const found = await findWorkerd();
  if (found.path === null) return { available: false, reason: found.reason, remedy: found.remedy };
  return { available: true, variant: 'workerd', versions: { workerd: found.version } };
}

/** A worker in a V8 isolate of workerd, as on the edge: a fresh workerd, or a new isolate in one that runs. */
export const runner: Runner = {
  name: 'isolate',
  isolation: 'v8-isolate',
  engine: 'V8',
  summary: 'worker module in a V8 isolate; a fresh workerd process (Cloudflare’s runtime); HTTP on loopback',
  probe,
  package: async (workload, context) => {
    const found = await findWorkerd();
    if (found.path === null) throw new ColdbenchError('NO_WORKERD', found.reason, { remedy: found.remedy });
    return packageWorker(workload, context, found);
  },
};
