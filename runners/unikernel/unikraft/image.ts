import { createHash } from 'node:crypto';
import { readdir, readFile, readlink, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ColdbenchError } from '../../../harness/model/errors.ts';
import { projectRoot } from '../../../harness/project-root.ts';
import type { Workload } from '../../../workloads/workload.ts';
import type { PackageContext } from '../../runner.ts';
import { cachedArtifact, contentHash } from '../../support/artifact-cache.ts';
import { type Bundle, bundleGuest } from '../../support/bundle.ts';
import { type RootEntry, writeCpio } from '../../support/guest-line/cpio.ts';
import { nodeVersionIn, type Unikraft } from './find-tools.ts';

export const PROGRAM = '/app/app.mjs';
const FILE = 'root.cpio';

export interface UnikraftImage {
  readonly file: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly cached: boolean;
  readonly nodeVersion: string | null;
}

/** The `process` row's program, which also tells of its own end. */
export const bundleUnikraftGuest = (workload: Workload): Promise<Bundle> =>
  bundleGuest(workload, {
    entry: join(projectRoot(), 'runners/unikernel/unikraft/guest/main.ts'),
    platform: 'node',
  });

/** The user's root file system and the bundle, as one archive that the kernel unpacks. */
export async function buildRoot(
  bundle: Bundle,
  { kernel, root }: Unikraft,
  context: PackageContext,
): Promise<UnikraftImage> {
  for (const path of [kernel, context.cacheDir]) refuseUnfit(path);
  const entries = await rootEntries(root, '');
  const files = entries.flatMap((entry) =>
    'content' in entry && 'file' in entry.content ? [entry.content.file] : [],
  );
  const digests = await Promise.all(files.map(digest));
  const sha256 = contentHash(bundle.code, await digest(kernel), JSON.stringify(entries), ...digests);
  const { folder, cached } = await cachedArtifact(context, 'unikraft', sha256, async (temporary) => {
    const program: RootEntry = { path: PROGRAM, kind: 'file', mode: 0o644, content: bundle.code };
    await writeCpio(join(temporary, FILE), [...entries, program]);
  });
  const file = join(folder, FILE);
  const ofNode = files.filter((path) => /^(?:node|libnode\.so.*)$/.test(basename(path)));
  return {
    file,
    sizeBytes: (await stat(file)).size + (await stat(kernel)).size,
    sha256,
    cached,
    nodeVersion: await nodeVersionIn(ofNode),
  };
}

/**
 * QEMU takes what follows a space in the name of an archive for its parameters, and what follows a comma for another one.
 * @throws ColdbenchError `PATH_UNFIT`.
 */
function refuseUnfit(path: string): void {
  if (!/[ ,]/.test(path)) return;
  throw new ColdbenchError('PATH_UNFIT', `QEMU cannot be told to start what is at "${path}".`, {
    remedy: 'Move the kernel, or set COLDBENCH_CACHE_DIR, to a folder without spaces and commas in its path.',
  });
}

/** All that is in a folder of the root; whatever is neither file, folder nor link has no place in an archive of files. */
async function rootEntries(root: string, folder: string): Promise<RootEntry[]> {
  const found = await readdir(join(root, folder), { withFileTypes: true });
  const lists = await Promise.all(
    found.map(async (entry): Promise<RootEntry[]> => {
      const path = `${folder}/${entry.name}`;
      const here = join(root, path);
      if (entry.isSymbolicLink()) return [{ path, kind: 'link', mode: 0o777, target: await readlink(here) }];
      const mode = (await stat(here)).mode & 0o7777;
      if (entry.isDirectory()) return [{ path, kind: 'folder', mode }, ...(await rootEntries(root, path))];
      return entry.isFile() ? [{ path, kind: 'file', mode, content: { file: here } }] : [];
    }),
  );
  return lists.flat();
}

const digest = async (path: string): Promise<string> =>
  createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
