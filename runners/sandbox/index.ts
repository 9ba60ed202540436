import type { Workload } from '../../workloads/workload.ts';
import { bundleHttpGuest } from '../process/index.ts';
import type { PackageContext, PackagedWorkload, Runner } from '../runner.ts';
import { BUNDLE_DETAILS } from '../support/bundle.ts';
import { launchSandbox } from './launch.ts';
import { buildRoot } from './root.ts';
import { probe, type SandboxTool } from './tools.ts';

const DEFAULT_TOOL: SandboxTool = 'unshare';

async function packageSandbox(workload: Workload, context: PackageContext): Promise<PackagedWorkload> {
  const tool = (context.variant ?? DEFAULT_TOOL) as SandboxTool;
  const root = await buildRoot(await bundleHttpGuest(workload), context);
  const { sizeBytes, sha256, cached } = root;
  return {
    sizeBytes,
    sha256,
    cached,
    details: { ...BUNDLE_DETAILS, node: process.version },
    limitedBy: 'harness',
    launch: (launch) => launchSandbox(tool, root, launch),
  };
}

/** A container without an engine: the image's files as a folder, in namespaces of its own, called by a Unix socket. */
export const runner: Runner = {
  name: 'sandbox',
  isolation: 'namespaces',
  engine: 'V8',
  summary: "the container's files in Linux namespaces, without an engine; HTTP through a Unix socket",
  variants: { bubblewrap: { summary: 'namespaces made by bubblewrap, with /proc and /dev' } },
  probe: (variant) => probe((variant ?? DEFAULT_TOOL) as SandboxTool),
  package: packageSandbox,
};
