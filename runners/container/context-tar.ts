import { createReadStream } from 'node:fs';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Pack, pack } from 'tar-stream';
import type { Bytes } from '../../harness/model/units.ts';

/** A file of a build context: its path there, and its bytes or where on this machine they are. */
export interface ContextFile {
  readonly path: string;
  readonly mode: number;
  readonly content: string | Uint8Array | { readonly file: string; readonly sizeBytes: Bytes };
}

export interface ContextFolder {
  readonly path: string;
  readonly mode: number;
}

/** The same for every entry, so that the same files give the same bytes and hence the same layers. */
const FIXED = { uid: 0, gid: 0, mtime: new Date(0) } as const;

/**
 * A build context as a tar stream: sorted, owned by root, dated 1970, with all parent folders.
 * Large files are streamed: a harness that swallowed a Node binary would carry it into its measurements.
 */
export function contextTar(files: readonly ContextFile[], folders: readonly ContextFolder[] = []): Readable {
  const tar = pack();
  // A reader that goes away destroys the stream, and tells why itself; a file that cannot be read is told by the stream.
  write(tar, files, folders).catch((error: Error) => tar.destroy(error));
  return Readable.from(tar, { objectMode: false });
}

async function write(
  tar: Pack,
  files: readonly ContextFile[],
  folders: readonly ContextFolder[],
): Promise<void> {
  const modes = new Map(folders.map(({ path, mode }) => [path, mode]));
  for (const { path } of [...files, ...folders]) {
    for (let parent = dirname(path); parent !== '.'; parent = dirname(parent)) {
      if (!modes.has(parent)) modes.set(parent, 0o755);
    }
  }
  for (const path of [...modes.keys()].sort()) {
    tar.entry({ ...FIXED, name: `${path}/`, type: 'directory', mode: modes.get(path) ?? 0o755 });
  }
  for (const file of [...files].sort((a, b) => (a.path < b.path ? -1 : 1))) await writeFile(tar, file);
  tar.finalize();
}

async function writeFile(tar: Pack, { path, mode, content }: ContextFile): Promise<void> {
  if (typeof content === 'string' || content instanceof Uint8Array) {
    tar.entry({ ...FIXED, name: path, mode }, Buffer.from(content));
  } else {
    const entry = tar.entry({ ...FIXED, name: path, mode, size: content.sizeBytes });
    await pipeline(createReadStream(content.file), entry);
  }
}
