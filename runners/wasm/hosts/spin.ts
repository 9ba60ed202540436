import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ColdbenchError } from '../../../harness/model/errors.ts';
import type { Workload } from '../../../workloads/workload.ts';
import type { PackageContext, PackagedWorkload } from '../../runner.ts';
import { cachedArtifact, contentHash } from '../../support/artifact-cache.ts';
import { buildHttpComponent } from './component.ts';
import { type ComponentHost, findHost } from './find-host.ts';
import type { HostStart } from './launch.ts';
import { hostPackage } from './package.ts';

const MANIFEST = 'spin.toml';

/** One component behind every path, which may call no host. */
export const SPIN_MANIFEST = `spin_manifest_version = 2

[application]
name = "coldbench"
version = "1.0.0"

[[trigger.http]]
route = "/..."
component = "app"

[component.app]
source = "app.wasm"
allowed_outbound_hosts = []
`;

/**
 * `--disable-cache`: otherwise a start would be the first one, which compiles, or a later one, which does not, by what
 * is left in a home folder. What Spin keeps goes to the trial's own folder.
 */
export const spinStart = ({ path }: ComponentHost, application: string): HostStart => ({
  name: 'spin up',
  program: path,
  args: (folder) => [
    'up',
    '--from',
    join(application, MANIFEST),
    '--temp',
    join(folder, 'work'),
    '--listen',
    '127.0.0.1:0',
    '--state-dir',
    join(folder, 'state'),
    '--disable-cache',
  ],
  environment: (folder) => ({
    HOME: folder,
    SPIN_DATA_DIR: join(folder, 'data'),
    XDG_CACHE_HOME: join(folder, 'cache'),
    OTEL_SDK_DISABLED: 'true',
  }),
  says: 'output',
  servesIn: 'child',
});

/** The component and a manifest: Spin compiles it whenever it starts. */
export async function packageForSpin(workload: Workload, context: PackageContext): Promise<PackagedWorkload> {
  const host = await findHost('spin');
  if ('reason' in host) throw new ColdbenchError('NO_HOST', host.reason, { remedy: host.remedy });
  const component = await buildHttpComponent(workload, context);
  const sha256 = contentHash('spin', component.sha256, SPIN_MANIFEST);
  const key = contentHash(sha256, component.componentSha256);
  const { folder, cached } = await cachedArtifact(context, 'wasm-spin', key, async (temporary) => {
    await copyFile(component.path, join(temporary, 'app.wasm'));
    await writeFile(join(temporary, MANIFEST), SPIN_MANIFEST);
  });
  return hostPackage(component, spinStart(host, folder), {
    sizeBytes: component.componentBytes + SPIN_MANIFEST.length,
    sha256,
    cached,
    details: { spin: host.version, aheadOfTime: false },
  });
}
