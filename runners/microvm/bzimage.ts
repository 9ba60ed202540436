import { gunzipSync } from 'node:zlib';
import { ColdbenchError } from '../../harness/model/errors.ts';
import { readLz4 } from './lz4.ts';

/** Fields of the setup header of a bzImage (Documentation/arch/x86/boot.rst). */
const SETUP_SECTORS_AT = 0x1f1;
const PROTOCOL_AT = 0x206;
const PAYLOAD_AT = 0x248;
const PAYLOAD_LENGTH_AT = 0x24c;
const SECTOR_BYTES = 512;
const OLDEST_WITH_PAYLOAD = 0x0208;
/** What a zero means. */
const DEFAULT_SECTORS = 4;

const ELF = Buffer.from('\x7fELF', 'latin1');
const GZIP = Buffer.from([0x1f, 0x8b]);
/** The ELF note with the entry for a virtual machine: its type, XEN_ELFNOTE_PHYS32_ENTRY, and the name it is of. */
const PVH_NOTE = Buffer.from('\x12\0\0\0Xen\0', 'latin1');
const LZ4 = Buffer.from([0x02, 0x21, 0x4c, 0x18]);

/**
 * The kernel in a bzImage, uncompressed: `microvm` starts one directly (PVH), where a bzImage first has the guest unpack
 * it. Null for a compression that is not known here, and for a kernel that cannot be started so: the image boots then.
 * @throws ColdbenchError `KERNEL_GARBLED`.
 */
export function uncompressedKernel(image: Buffer): Buffer | null {
  if (image.length < PAYLOAD_LENGTH_AT + 4 || image.readUInt16LE(PROTOCOL_AT) < OLDEST_WITH_PAYLOAD)
    return null;
  const sectors = (image[SETUP_SECTORS_AT] || DEFAULT_SECTORS) + 1;
  const start = sectors * SECTOR_BYTES + image.readUInt32LE(PAYLOAD_AT);
  const payload = image.subarray(start, start + image.readUInt32LE(PAYLOAD_LENGTH_AT));
  const kernel = unpack(payload);
  if (kernel === null) return null;
  if (kernel.subarray(0, ELF.length).equals(ELF)) return kernel.includes(PVH_NOTE) ? kernel : null;
  throw new ColdbenchError('KERNEL_GARBLED', 'What the kernel image holds is not a kernel.', {
    remedy: 'Install the kernel again, or name another one.',
  });
}

/** The build appends the size of the result to the payload, but for gzip, which ends with it anyway. */
const SIZE_BYTES = 4;

function unpack(payload: Buffer): Buffer | null {
  if (payload.subarray(0, GZIP.length).equals(GZIP)) return gunzipSync(payload);
  if (!payload.subarray(0, LZ4.length).equals(LZ4)) return null;
  const end = payload.length - SIZE_BYTES;
  return readLz4(payload.subarray(LZ4.length, end), payload.readUInt32LE(end));
}
