import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { uncompressedKernel } from './bzimage.ts';
import { findKernel, newest } from './kernel.ts';
import { readLz4 } from './lz4.ts';

/** As little of a kernel as is looked at: the magic number of ELF, and the note of its entry for machines. */
const KERNEL = Buffer.concat([
  Buffer.from('\x7fELF', 'latin1'),
  Buffer.alloc(100),
  Buffer.from('\x12\0\0\0Xen\0', 'latin1'),
]);

/** A bzImage by the boot protocol: setup sectors, then a payload at its place. */
function bzImage(payload: Buffer, version = '6.1.0-9-cloud-amd64 (builder@host) #1'): Buffer {
  const sectors = 2;
  const place = 16;
  const head = Buffer.alloc((sectors + 1) * 512 + place);
  head[0x1f1] = sectors;
  head.write('HdrS', 0x202, 'latin1');
  head.writeUInt16LE(0x020f, 0x206);
  head.writeUInt16LE(0x300 - 0x200, 0x20e);
  head.writeUInt32LE(place, 0x248);
  head.writeUInt32LE(payload.length, 0x24c);
  head.write(version, 0x300, 'latin1');
  return Buffer.concat([head, payload]);
}

/** One block of an LZ4 legacy frame, as lz4_Block_format.md builds it. */
const frameOf = (block: readonly number[]): Buffer => {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(block.length);
  return Buffer.concat([length, Buffer.from(block)]);
};

describe('uncompressedKernel()', () => {
  it('unpacks what gzip packed', () => {
    expect(uncompressedKernel(bzImage(gzipSync(KERNEL)))).toEqual(KERNEL);
  });

  it('unpacks what LZ4 packed, whose size follows it', () => {
    const literals = [0xf0, KERNEL.length - 15, ...KERNEL];
    const size = Buffer.alloc(4);
    size.writeUInt32LE(KERNEL.length);
    const payload = Buffer.concat([Buffer.from([0x02, 0x21, 0x4c, 0x18]), frameOf(literals), size]);
    expect(uncompressedKernel(bzImage(payload))).toEqual(KERNEL);
  });

  it.each([
    ['another compression', bzImage(Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 1, 2, 3]))],
    ['a kernel without an entry for machines', bzImage(gzipSync(KERNEL.subarray(0, 50)))],
    ['an uncompressed kernel', Buffer.concat([KERNEL, Buffer.alloc(1000)])],
    ['a short file', KERNEL],
  ])('leaves %s as it is', (_what, image) => {
    expect(uncompressedKernel(image)).toBeNull();
  });

  it('refuses an image that holds something else', () => {
    expect(() => uncompressedKernel(bzImage(gzipSync(Buffer.from('no kernel'))))).toThrow(
      expect.objectContaining({ code: 'KERNEL_GARBLED' }),
    );
  });
});

describe('readLz4()', () => {
  it('repeats what it has written, also into itself, and goes on with literals', () => {
    // Literals "ab", a match of 6 bytes at distance 2; then the literal "c" alone.
    expect(readLz4(frameOf([0x22, 97, 98, 2, 0, 0x10, 99]), 9).toString()).toBe('abababab' + 'c');
  });

  it('reads lengths that go on in further bytes', () => {
    // A literal "x", a match of 4 + 15 + 255 + 1 bytes at distance 1.
    expect(readLz4(frameOf([0x1f, 120, 1, 0, 255, 1]), 276).toString()).toBe('x'.repeat(276));
  });

  it.each([
    ['a match in front of the beginning', [0x12, 97, 9, 0], 7],
    ['a match beyond the end', [0x1f, 97, 1, 0, 200], 20],
    ['a block that ends in a length', [0xf0, 255], 300],
    ['too few bytes', [0x10, 97], 5],
  ])('refuses %s', (_what, block, size) => {
    expect(() => readLz4(frameOf(block), size)).toThrow(expect.objectContaining({ code: 'KERNEL_GARBLED' }));
  });
});

describe('findKernel()', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'coldbench-test-kernel-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('tells the version that a bzImage has', async () => {
    const path = join(folder, 'vmlinuz');
    await writeFile(path, bzImage(gzipSync(KERNEL)));
    await expect(findKernel({ COLDBENCH_MICROVM_KERNEL: path })).resolves.toEqual({
      path,
      version: '6.1.0-9-cloud-amd64',
    });
  });

  it('refuses a file that is no kernel, and says how to get one', async () => {
    const path = join(folder, 'text');
    await writeFile(path, 'x'.repeat(1000));
    await expect(findKernel({ COLDBENCH_MICROVM_KERNEL: path })).resolves.toMatchObject({
      path: null,
      reason: `${path} is not a Linux kernel for x86 that can be read.`,
      remedy: expect.stringContaining('linux-image-cloud-amd64'),
    });
  });
});

describe('newest()', () => {
  it('takes those for virtual machines first, and compares versions as numbers', () => {
    const named = ['vmlinuz-6.12.1-amd64', 'vmlinuz-6.1.0-9-cloud-amd64', 'vmlinuz-6.1.0-56-cloud-amd64'];
    expect(newest(named)).toBe('vmlinuz-6.1.0-56-cloud-amd64');
    expect(newest(['vmlinuz-6.1.0-amd64', 'vmlinuz-6.12.1-amd64'])).toBe('vmlinuz-6.12.1-amd64');
    expect(newest([])).toBeUndefined();
  });
});
