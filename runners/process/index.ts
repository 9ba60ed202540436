import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../../harness/project-root.ts';
import type { Workload } from '../../workloads/workload.ts';
import type { PackageContext, PackagedWorkload, Runner } from '../runner.ts';
import { cachedArtifact } from '../support/artifact-cache.ts';
import { BUNDLE_DETAILS, type Bundle, bundleGuest } from '../support/bundle.ts';
import { launchGuestProcess } from '../support/guest-process.ts';

/** The bundle that `process` and `container` share: the workload behind Node's HTTP server. */
export function bundleHttpGuest(workload: Workload): Promise<Bundle> {
  return bundleGuest(workload, {
    entry: join(projectRoot(), 'runners/support/guest/http.ts'),
    platform: 'node',
  });
}

async function packageProcess(workload: Workload, context: PackageContext): Promise<PackagedWorkload> {
  const { code, sha256 } = await bundleHttpGuest(workload);
  const { folder, cached } = await cachedArtifact(context, 'process', sha256, (temporary) =>
    writeFile(join(temporary, 'app.mjs'), code),
  );
  return {
    sizeBytes: code.length,
    sha256,
    cached,
    details: { ...BUNDLE_DETAILS, node: process.version },
    launch: (launch) => launchGuestProcess({ program: join(folder, 'app.mjs') }, launch),
  };
}

/** A fresh Node process that serves the bundle over HTTP on loopback: the baseline of every overhead. */
export const runner: Runner = {
  name: 'process',
  isolation: 'none',
  engine: 'V8',
  summary: 'esbuild bundle; a fresh Node process; HTTP on loopback',
  probe: async () => ({ available: true, variant: 'node', versions: { node: process.version } }),
  package: packageProcess,
};
