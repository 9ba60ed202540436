import { WINDOW_BYTES } from '../protocol.ts';

export interface EventListener {
  event(event: Buffer): void;
  /** So much of an event has arrived that the host may send more of it. */
  more(): void;
}

/** Puts events together from what arrives: the length of each in decimal digits, a newline, its bytes. */
export class EventReader {
  readonly #listener: EventListener;
  readonly #windowBytes: number;
  #header = '';
  #chunks: Buffer[] = [];
  /** Of the event that is being read; null in front of one. */
  #missingBytes: number | null = null;
  #unacknowledgedBytes = 0;

  constructor(listener: EventListener, windowBytes = WINDOW_BYTES) {
    this.#listener = listener;
    this.#windowBytes = windowBytes;
  }

  read(bytes: Buffer): void {
    let rest = bytes;
    while (rest.length > 0) {
      rest = this.#missingBytes === null ? this.#readHeader(rest) : this.#take(rest, this.#missingBytes);
      if (this.#missingBytes !== 0) continue;
      const event = Buffer.concat(this.#chunks);
      this.#chunks = [];
      this.#missingBytes = null;
      this.#unacknowledgedBytes = 0;
      this.#listener.event(event);
    }
  }

  #readHeader(bytes: Buffer): Buffer {
    const end = bytes.indexOf('\n');
    this.#header += bytes.toString('latin1', 0, end < 0 ? bytes.length : end);
    if (end < 0) return bytes.subarray(bytes.length);
    this.#missingBytes = Number(this.#header);
    this.#header = '';
    return bytes.subarray(end + 1);
  }

  #take(bytes: Buffer, missingBytes: number): Buffer {
    const part = bytes.subarray(0, missingBytes);
    this.#chunks.push(part);
    this.#missingBytes = missingBytes - part.length;
    this.#unacknowledgedBytes += part.length;
    while (this.#missingBytes > 0 && this.#unacknowledgedBytes >= this.#windowBytes) {
      this.#unacknowledgedBytes -= this.#windowBytes;
      this.#listener.more();
    }
    return bytes.subarray(part.length);
  }
}
