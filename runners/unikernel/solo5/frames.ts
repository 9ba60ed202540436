/**
 * How bytes cross a network device that nobody has a TCP/IP stack for: as Ethernet frames whose two bytes of type are the
 * length of what they carry (IEEE 802.3). So they can be told apart where frames are kept whole and where they are not: a
 * tender that was given a stream socket reads and writes its bytes as they come. Host and guest have this module.
 *
 * An empty frame from the host says that it has read so many of the guest's: a guest's driver that runs out of room for
 * what it sends loses frames, or overwrites those that wait.
 */
export const FRAMES_PER_RECEIPT = 16;
/** How many frames a guest has under way at most; the drivers have room for 128. */
export const WINDOW_FRAMES = 64;

/** What every device can carry. */
export const PAYLOAD_BYTES = 1500;
const HEADER_BYTES = 14;
const LENGTH_AT = 12;

/** The two ends of the wire, as addresses that nobody else has. */
export type Sender = 'host' | 'guest';
const ADDRESSES: Readonly<Record<Sender, readonly number[]>> = {
  host: [2, 0, 0, 0, 0, 1],
  guest: [2, 0, 0, 0, 0, 2],
};

/** QEMU's sockets put the length of each frame before it, in four bytes, the highest first. */
export const QEMU_PREFIX_BYTES = 4;

export function encodeFrame(payload: Uint8Array, from: Sender): Uint8Array {
  const frame = new Uint8Array(HEADER_BYTES + payload.length);
  frame.set(ADDRESSES[from === 'host' ? 'guest' : 'host'], 0);
  frame.set(ADDRESSES[from], 6);
  frame[LENGTH_AT] = payload.length >> 8;
  frame[LENGTH_AT + 1] = payload.length & 0xff;
  frame.set(payload, HEADER_BYTES);
  return frame;
}

/** What is sent, cut into payloads. */
export function payloadsOf(bytes: Uint8Array): Uint8Array[] {
  const payloads: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += PAYLOAD_BYTES)
    payloads.push(bytes.subarray(at, at + PAYLOAD_BYTES));
  return payloads;
}

/** Takes payloads out of what arrives, in whatever pieces it does. */
export class FrameReader {
  #pending: Uint8Array = new Uint8Array();
  readonly #prefixBytes: number;

  constructor(prefixBytes = 0) {
    this.#prefixBytes = prefixBytes;
  }

  read(bytes: Uint8Array): Uint8Array[] {
    const payloads: Uint8Array[] = [];
    let rest = this.#pending.length === 0 ? bytes : joined(this.#pending, bytes);
    for (let payload = this.#first(rest); payload !== null; payload = this.#first(rest)) {
      payloads.push(payload.bytes);
      rest = rest.subarray(payload.end);
    }
    this.#pending = rest;
    return payloads;
  }

  #first(bytes: Uint8Array): { readonly bytes: Uint8Array; readonly end: number } | null {
    const start = this.#prefixBytes + HEADER_BYTES;
    if (bytes.length < start) return null;
    const length = number(bytes, this.#prefixBytes + LENGTH_AT, 2);
    // A device may have made a short frame longer.
    const end =
      this.#prefixBytes > 0 ? this.#prefixBytes + number(bytes, 0, this.#prefixBytes) : start + length;
    return bytes.length < end ? null : { bytes: bytes.subarray(start, start + length), end };
  }
}

export function withPrefix(frame: Uint8Array): Uint8Array {
  const prefixed = new Uint8Array(QEMU_PREFIX_BYTES + frame.length);
  new DataView(prefixed.buffer).setUint32(0, frame.length);
  prefixed.set(frame, QEMU_PREFIX_BYTES);
  return prefixed;
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.length + second.length);
  both.set(first, 0);
  both.set(second, first.length);
  return both;
}

function number(bytes: Uint8Array, at: number, length: number): number {
  let value = 0;
  for (let place = at; place < at + length; place += 1) value = value * 256 + (bytes[place] ?? 0);
  return value;
}
