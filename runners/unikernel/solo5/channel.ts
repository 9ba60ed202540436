import { Duplex } from 'node:stream';
import {
  encodeFrame,
  FRAMES_PER_RECEIPT,
  FrameReader,
  payloadsOf,
  QEMU_PREFIX_BYTES,
  withPrefix,
} from './frames.ts';

/** `bare`: frame after frame. `prefixed`: as QEMU's sockets have them. */
export type Wire = 'bare' | 'prefixed';

/** The harness's end of a guest's network device: a stream of bytes, which crosses the gate's channel in frames. */
export class FrameChannel extends Duplex {
  readonly #line: Duplex;
  readonly #wire: Wire;
  readonly #reader: FrameReader;
  #withoutReceipt = 0;

  constructor(line: Duplex, wire: Wire) {
    super();
    this.#line = line;
    this.#wire = wire;
    this.#reader = new FrameReader(wire === 'prefixed' ? QEMU_PREFIX_BYTES : 0);
    line.on('data', (bytes: Buffer) => this.#arrived(bytes));
    // What has been read comes before the end.
    line.once('end', () => this.push(null));
    line.once('close', () => this.push(null));
    // A guest that is gone breaks the pipe; its exit says so.
    line.on('error', () => undefined);
  }

  override _read(): void {
    this.#line.resume();
  }

  override _write(bytes: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
    for (const payload of payloadsOf(bytes)) this.#send(payload);
    done();
  }

  #arrived(bytes: Buffer): void {
    for (const payload of this.#reader.read(bytes)) {
      this.push(payload);
      this.#withoutReceipt += 1;
      if (this.#withoutReceipt < FRAMES_PER_RECEIPT) continue;
      this.#withoutReceipt = 0;
      this.#send(new Uint8Array());
    }
  }

  #send(payload: Uint8Array): void {
    const frame = encodeFrame(payload, 'host');
    if (this.#line.writable) this.#line.write(this.#wire === 'prefixed' ? withPrefix(frame) : frame);
  }
}
