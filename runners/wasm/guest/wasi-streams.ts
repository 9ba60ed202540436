export type Millis = number;

/** What a host of components has of its own: Node, or a browser. */
export interface WasiPlatform {
  nowNs(): bigint;
  /** Blocks the thread: a component's export is synchronous, and the engine's event loop runs inside of it. */
  sleep(ms: Millis): void;
  print(to: 'stdout' | 'stderr', bytes: Uint8Array): void;
}

/** WASI's streams and what waits for them, on a platform. */
export function wasiStreams({ nowNs, sleep, print }: WasiPlatform) {
  /** Ready at an instant of the monotonic clock; the streams here never wait. */
  class Pollable {
    readonly #readyNs: bigint;

    constructor(readyNs = 0n) {
      this.#readyNs = readyNs;
    }

    get remainingMs(): Millis {
      return Math.max(0, Number(this.#readyNs - nowNs()) / 1e6);
    }

    ready(): boolean {
      return this.remainingMs === 0;
    }

    block(): void {
      sleep(this.remainingMs);
    }
  }

  /** Standard output and error go where the platform's own go. */
  class OutputStream {
    readonly #to: 'stdout' | 'stderr';
    /** What the component wrote last, but for a hint that a panic ends with. */
    lastText = '';

    constructor(to: 'stdout' | 'stderr') {
      this.#to = to;
    }

    checkWrite(): bigint {
      return 65_536n;
    }

    write(bytes: Uint8Array): void {
      const copy = bytes.slice();
      const text = new TextDecoder().decode(copy);
      if (!text.startsWith('note: run with `RUST_BACKTRACE')) this.lastText = text;
      print(this.#to, copy);
    }

    blockingWriteAndFlush(bytes: Uint8Array): void {
      this.write(bytes);
    }

    blockingFlush(): void {
      // Node's standard streams are synchronous where they are files, pipes and terminals.
    }

    subscribe(): Pollable {
      return new Pollable();
    }
  }

  // Nothing in the engine's JavaScript API reads standard input.
  class InputStream {}

  function poll(pollables: readonly Pollable[]): Uint32Array {
    for (;;) {
      const ready = pollables.flatMap((pollable, index) => (pollable.ready() ? [index] : []));
      if (ready.length > 0) return Uint32Array.from(ready);
      sleep(Math.min(...pollables.map(({ remainingMs }) => remainingMs)));
    }
  }

  const [stdout, stderr] = [new OutputStream('stdout'), new OutputStream('stderr')];
  return { Pollable, InputStream, OutputStream, poll, stdin: new InputStream(), stdout, stderr };
}
