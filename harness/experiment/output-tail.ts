import type { Readable } from 'node:stream';

const KEPT_CHARACTERS = 2000;

/** Keeps reading what a guest prints, so that it never blocks on a full pipe, and remembers only the end of it. */
export class OutputTail {
  #text = '';

  constructor(...streams: (Readable | null | undefined)[]) {
    for (const stream of streams) {
      stream?.setEncoding('utf8');
      stream?.on('data', (chunk: string) => this.add(chunk));
      // The stream is destroyed with its guest; how that ends is not news.
      stream?.on('error', () => undefined);
    }
  }

  add(chunk: string): void {
    this.#text = (this.#text + chunk).slice(-KEPT_CHARACTERS);
  }

  /** Trimmed; empty when the guest printed nothing. */
  get text(): string {
    return this.#text.trim();
  }
}
