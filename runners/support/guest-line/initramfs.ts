import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../../../harness/project-root.ts';
import type { Workload } from '../../../workloads/workload.ts';
import type { PackageContext } from '../../runner.ts';
import { cachedArtifact, contentHash } from '../artifact-cache.ts';
import { type Bundle, bundleGuest } from '../bundle.ts';
import { type RuntimeFile, runtimeFiles } from '../runtime-files.ts';
import { type RootEntry, writeCpio } from './cpio.ts';

/** Where the bundle is in every root, as in the container's. */
export const PROGRAM = '/app/app.mjs';

export interface Initramfs {
  readonly file: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly cached: boolean;
  /** Node's path in the root, which is its path here. */
  readonly node: string;
}

/** The workload behind a serial line. */
export const bundleLineGuest = (workload: Workload): Promise<Bundle> =>
  bundleGuest(workload, {
    entry: join(projectRoot(), 'runners/support/guest-line/guest/main.ts'),
    platform: 'node',
  });

const device = (name: string, mode: number, major: number, minor: number): RootEntry => ({
  path: `/dev/${name}`,
  kind: 'device',
  mode,
  major,
  minor,
});

/** By the kernel's list of them (devices.txt). Nothing mounts /dev, so that they are in the root. */
const DEVICES: readonly RootEntry[] = [
  device('console', 0o600, 5, 1),
  device('null', 0o666, 1, 3),
  device('zero', 0o666, 1, 5),
  device('random', 0o666, 1, 8),
  device('urandom', 0o666, 1, 9),
  device('ttyS0', 0o600, 4, 64),
  device('ttyS1', 0o600, 4, 65),
];

const FOLDERS: readonly RootEntry[] = [
  { path: '/tmp', kind: 'folder', mode: 0o1777 },
  { path: '/proc', kind: 'folder', mode: 0o555 },
];

const FILE = 'root.cpio';
/** Part of the digest, for when the root itself changes. */
const LAYOUT = JSON.stringify([DEVICES, FOLDERS]);

/** The whole file system of a machine that runs nothing else: Node, what it is linked with, the bundle, and devices. */
export async function buildInitramfs(bundle: Bundle, context: PackageContext): Promise<Initramfs> {
  const runtime = await runtimeFiles();
  const sha256 = contentHash(
    LAYOUT,
    bundle.code,
    ...runtime.flatMap(({ path, sha256: digest }) => [path, digest]),
  );
  const { folder, cached } = await cachedArtifact(context, 'initramfs', sha256, async (temporary) => {
    await writeCpio(join(temporary, FILE), rootEntries(runtime, bundle));
  });
  const file = join(folder, FILE);
  return {
    file,
    sizeBytes: (await stat(file)).size,
    sha256,
    cached,
    node: runtime[0]?.path ?? process.execPath,
  };
}

const rootEntries = (runtime: readonly RuntimeFile[], bundle: Bundle): RootEntry[] => [
  ...DEVICES,
  ...FOLDERS,
  ...runtime.map(({ path }): RootEntry => ({ path, kind: 'file', mode: 0o755, content: { file: path } })),
  { path: PROGRAM, kind: 'file', mode: 0o644, content: bundle.code },
];
