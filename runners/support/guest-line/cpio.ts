import { type FileHandle, open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Bytes } from '../../../harness/model/units.ts';

/** A file of an initramfs, at an absolute path. */
export type RootEntry = { readonly path: string } & (
  | { readonly kind: 'file'; readonly mode: number; readonly content: Uint8Array | { readonly file: string } }
  | { readonly kind: 'folder'; readonly mode: number }
  | { readonly kind: 'link'; readonly mode: number; readonly target: string }
  | { readonly kind: 'device'; readonly mode: number; readonly major: number; readonly minor: number }
);

/** The type in a mode; see inode(7). */
const TYPES = { file: 0o100000, folder: 0o040000, link: 0o120000, device: 0o020000 } as const;
const TRAILER = 'TRAILER!!!';

/**
 * Writes a root file system as the kernel unpacks one: the "newc" form of cpio (buffer-format.rst of the kernel's
 * documentation), not compressed, since the guest would pay for that. Device nodes are but entries, so that nobody has to be
 * root. Sorted, owned by root, dated 1970: the same entries give the same bytes.
 */
export async function writeCpio(path: string, entries: readonly RootEntry[]): Promise<Bytes> {
  const archive = await open(path, 'w');
  try {
    let size = 0;
    for (const [index, entry] of withParents(entries).entries()) {
      size += await append(archive, entry, index + 1);
    }
    const end = header(TRAILER, { ino: 0, mode: 0, sizeBytes: 0, major: 0, minor: 0 });
    await archive.write(end);
    return size + end.length;
  } finally {
    await archive.close();
  }
}

/** The kernel makes no parent folders. A parent sorts before what is in it. */
function withParents(entries: readonly RootEntry[]): RootEntry[] {
  const all = new Map(entries.map((entry) => [entry.path, entry]));
  for (const { path } of entries) {
    for (let parent = dirname(path); parent !== '/'; parent = dirname(parent)) {
      if (!all.has(parent)) all.set(parent, { path: parent, kind: 'folder', mode: 0o755 });
    }
  }
  return [...all.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

async function append(archive: FileHandle, entry: RootEntry, ino: number): Promise<Bytes> {
  const content = await contentOf(entry);
  const { major, minor } = entry.kind === 'device' ? entry : { major: 0, minor: 0 };
  const mode = TYPES[entry.kind] | entry.mode;
  const head = header(entry.path.slice(1), { ino, mode, sizeBytes: content.length, major, minor });
  const end = padding(content.length);
  for (const part of [head, content, end]) if (part.length > 0) await archive.write(part);
  return head.length + content.length + end.length;
}

/** Of a link it is the place that it names. */
async function contentOf(entry: RootEntry): Promise<Uint8Array> {
  if (entry.kind === 'link') return Buffer.from(entry.target);
  if (entry.kind !== 'file') return new Uint8Array();
  return entry.content instanceof Uint8Array ? entry.content : readFile(entry.content.file);
}

interface Fields {
  readonly ino: number;
  readonly mode: number;
  readonly sizeBytes: Bytes;
  readonly major: number;
  readonly minor: number;
}

/** Thirteen numbers of eight hexadecimal digits, then the name. */
function header(name: string, { ino, mode, sizeBytes, major, minor }: Fields): Buffer {
  const [uid, gid, links, mtime, checksum] = [0, 0, 1, 0, 0];
  const nameBytes = Buffer.from(`${name}\0`);
  const numbers = [
    ino,
    mode,
    uid,
    gid,
    links,
    mtime,
    sizeBytes,
    0,
    0,
    major,
    minor,
    nameBytes.length,
    checksum,
  ];
  const digits = numbers.map((number) => number.toString(16).padStart(8, '0')).join('');
  const bytes = Buffer.concat([Buffer.from(`070701${digits}`), nameBytes]);
  return Buffer.concat([bytes, padding(bytes.length)]);
}

const padding = (length: number): Buffer => Buffer.alloc((4 - (length % 4)) % 4);
