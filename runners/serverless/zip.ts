import { inflateRawSync } from 'node:zlib';
import { type ZippableFile, zipSync } from 'fflate';

const UNIX = 3;
const READABLE_FILE = 0o100644 << 16;

export interface ZipEntry {
  readonly name: string;
  readonly data: Uint8Array;
}

/** Files as a zip: the same files, the same bytes, in every time zone, since a zip holds local time. */
export function zipFiles(entries: readonly ZipEntry[]): Uint8Array {
  const mtime = new Date(1980, 0, 1, 12);
  const files = entries.map(({ name, data }): [string, ZippableFile] => [
    name,
    [data, { level: 9, mtime, os: UNIX, attrs: READABLE_FILE }],
  ]);
  return zipSync(Object.fromEntries(files));
}

/**
 * The files of a zip (PKWARE APPNOTE 4.3), by zlib and not by fflate: the latter inflates in JavaScript, which the
 * harness's own JIT compiles during the first trials, and these were up to ten times slower (500 kB: 39 ms, then 4; by
 * zlib 2 from the first one on).
 * @throws RangeError or an error of zlib when it is no zip, or a broken one.
 */
export function* unzip(zip: Buffer): Generator<ZipEntry> {
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  if (end < 0) throw new RangeError('not a zip: it has no end of central directory');
  const count = zip.readUInt16LE(end + 10);
  let at = zip.readUInt32LE(end + 16);
  for (let index = 0; index < count; index += 1) {
    const nameLength = zip.readUInt16LE(at + 28);
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength);
    yield { name, data: contents(zip, at, name) };
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
}

function contents(zip: Buffer, record: number, name: string): Uint8Array {
  const method = zip.readUInt16LE(record + 10);
  const compressedBytes = zip.readUInt32LE(record + 20);
  const sizeBytes = zip.readUInt32LE(record + 24);
  const local = zip.readUInt32LE(record + 42);
  const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  const stored = zip.subarray(start, start + compressedBytes);
  const data = method === 0 ? stored : inflateRawSync(stored);
  if (data.length !== sizeBytes)
    throw new RangeError(`${name}: ${data.length} bytes, and ${sizeBytes} are promised`);
  return data;
}
