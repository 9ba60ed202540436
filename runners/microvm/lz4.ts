import { ColdbenchError } from '../../harness/model/errors.ts';

/** Four bits of a token hold a length, or this, and then more bytes follow. */
const LONG = 15;
const MORE = 255;
const SHORTEST_MATCH = 4;

/**
 * Unpacks the blocks of an LZ4 legacy frame, the form that kernels are packed in: the length of a block, and the block
 * (lz4_Frame_format.md, "Legacy frame"; lz4_Block_format.md).
 * @throws ColdbenchError `KERNEL_GARBLED` when it does not unpack to `sizeBytes`.
 */
export function readLz4(frame: Buffer, sizeBytes: number): Buffer {
  const output = Buffer.alloc(sizeBytes);
  let written = 0;
  for (let at = 0; at < frame.length; ) {
    const length = frame.readUInt32LE(at);
    const block = frame.subarray(at + 4, at + 4 + length);
    written = readBlock(block, output, written);
    at += 4 + length;
  }
  if (written !== sizeBytes) throw garbled(`${written} of ${sizeBytes} bytes`);
  return output;
}

/** Sequences of a token, literals, and a match: bytes that were written before. The last one has no match. */
function readBlock(block: Buffer, output: Buffer, start: number): number {
  let at = 0;
  let to = start;
  const next = (): number => {
    const byte = block[at];
    if (byte === undefined) throw garbled('a block ends too early');
    at += 1;
    return byte;
  };
  const longer = (length: number): number => {
    let sum = length;
    for (let byte = length === LONG ? MORE : 0; byte === MORE; ) {
      byte = next();
      sum += byte;
    }
    return sum;
  };
  while (at < block.length) {
    const token = next();
    const literals = longer(token >> 4);
    block.copy(output, to, at, at + literals);
    at += literals;
    to += literals;
    if (at >= block.length) break;
    const distance = next() | (next() << 8);
    const length = longer(token & LONG) + SHORTEST_MATCH;
    if (distance === 0 || distance > to || to + length > output.length) throw garbled('a match lies outside');
    to = repeat(output, to, distance, length);
  }
  return to;
}

/** A match may reach into itself, and then repeats what it has just written. */
function repeat(output: Buffer, to: number, distance: number, length: number): number {
  if (distance >= length) output.copyWithin(to, to - distance, to - distance + length);
  else for (let place = to; place < to + length; place += 1) output[place] = output[place - distance] ?? 0;
  return to + length;
}

const garbled = (why: string): ColdbenchError =>
  new ColdbenchError('KERNEL_GARBLED', `The kernel image cannot be unpacked: ${why}.`, {
    remedy: 'Install the kernel again, or name another one.',
  });
