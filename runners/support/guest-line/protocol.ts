/**
 * How a guest that is a whole machine is called: over a serial line, which has no packets and no checksum.
 *
 * Host to guest: the length of the event in decimal digits, a newline, its bytes, which may be any. No more than a window
 * is under way: the guest's serial driver drops what it cannot keep, and there is nothing to hold the sender back but the
 * guest's `more`.
 *
 * Guest to host: lines of a word and a JSON text: `ready`, `more`, `answer TEXT`, `error TEXT`, and, before its end,
 * `exit {code, last}`. The line discipline puts a carriage return before every newline.
 */
/** What a PC's serial driver takes in one go; others take less. */
export const WINDOW_BYTES = 32_768;

/**
 * A serial port wakes its driver at eight bytes in its buffer, and for fewer only after a pause of four characters at
 * 9600 baud: leading spaces make every event a multiple of this.
 */
const PORT_BYTES = 16;

export function encodeHeader(length: number): string {
  const header = `${length}\n`;
  return ' '.repeat((PORT_BYTES - ((header.length + length) % PORT_BYTES)) % PORT_BYTES) + header;
}

/** What the host sends one after the other, and waits for `more` in between. */
export function windowsOf(event: Uint8Array, windowBytes = WINDOW_BYTES): Uint8Array[] {
  const windows: Uint8Array[] = [];
  for (let at = 0; at < event.length; at += windowBytes) windows.push(event.subarray(at, at + windowBytes));
  return windows;
}

export interface GuestMessage {
  readonly word: string;
  readonly text: Uint8Array;
}

const NEWLINE = 0x0a;
const RETURN = 0x0d;
const SPACE = 0x20;

/** Puts lines together from what arrives, in whatever pieces it does. */
export class LineReader {
  #pieces: Uint8Array[] = [];

  read(bytes: Uint8Array): GuestMessage[] {
    const messages: GuestMessage[] = [];
    let rest = bytes;
    for (let end = rest.indexOf(NEWLINE); end >= 0; end = rest.indexOf(NEWLINE)) {
      messages.push(parseLine(Buffer.concat([...this.#pieces, rest.subarray(0, end)])));
      this.#pieces = [];
      rest = rest.subarray(end + 1);
    }
    if (rest.length > 0) this.#pieces.push(rest);
    return messages;
  }
}

function parseLine(line: Buffer): GuestMessage {
  const end = line.at(-1) === RETURN ? line.length - 1 : line.length;
  const space = line.indexOf(SPACE);
  const wordEnd = space < 0 ? end : Math.min(space, end);
  return { word: line.toString('latin1', 0, wordEnd), text: line.subarray(wordEnd + 1, end) };
}
