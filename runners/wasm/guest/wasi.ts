// What a component may ask of this host: clocks, random numbers, standard output and error; no files, no network.
// @bytecodealliance/preview2-shim grants more, and starts a worker thread to do so, which costs a cold start 20 ms.

type Millis = number;

/** Ready at an instant of CLOCK_MONOTONIC; the streams here never wait. */
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

/** Standard output and error go where Node's own go. */
class OutputStream {
  readonly #target: () => NodeJS.WritableStream;
  /** What the component wrote last, but for a hint that a panic ends with: the engine's reason when it traps. */
  lastText = '';

  constructor(target: () => NodeJS.WritableStream) {
    this.#target = target;
  }

  checkWrite(): bigint {
    return 65_536n;
  }

  write(bytes: Uint8Array): void {
    const copy = Buffer.from(bytes);
    const text = copy.toString('utf8');
    if (!text.startsWith('note: run with `RUST_BACKTRACE')) this.lastText = text;
    this.#target().write(copy);
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

// Named by the component's imports; nothing in the engine's JavaScript API reads standard input or opens a file.
class InputStream {}
class Descriptor {}
class TerminalInput {}
class TerminalOutput {}
class IoError extends Error {}

const stdin = new InputStream();
const stdout = new OutputStream(() => process.stdout);
export const stderr = new OutputStream(() => process.stderr);

const nowNs = (): bigint => process.hrtime.bigint();
const sleeper = new Int32Array(new SharedArrayBuffer(4));

/** Blocks the thread: a component's export is synchronous, and the engine's event loop runs inside of it. */
function sleep(ms: Millis): void {
  if (ms > 0) Atomics.wait(sleeper, 0, 0, ms);
}

function poll(pollables: readonly Pollable[]): Uint32Array {
  for (;;) {
    const ready = pollables.flatMap((pollable, index) => (pollable.ready() ? [index] : []));
    if (ready.length > 0) return Uint32Array.from(ready);
    sleep(Math.min(...pollables.map(({ remainingMs }) => remainingMs)));
  }
}

function wallClockNow(): { seconds: bigint; nanoseconds: number } {
  const ms = Date.now();
  return { seconds: BigInt(Math.floor(ms / 1000)), nanoseconds: (ms % 1000) * 1e6 };
}

/** By the names of WASI 0.2, as jco's `instantiate` takes them. */
export const wasiImports: Readonly<Record<string, object>> = {
  'wasi:cli/stdin': { getStdin: () => stdin },
  'wasi:cli/stdout': { getStdout: () => stdout },
  'wasi:cli/stderr': { getStderr: () => stderr },
  'wasi:cli/terminal-input': { TerminalInput },
  'wasi:cli/terminal-output': { TerminalOutput },
  'wasi:cli/terminal-stdin': { getTerminalStdin: () => undefined },
  'wasi:cli/terminal-stdout': { getTerminalStdout: () => undefined },
  'wasi:cli/terminal-stderr': { getTerminalStderr: () => undefined },
  'wasi:clocks/monotonic-clock': {
    now: nowNs,
    subscribeInstant: (instantNs: bigint) => new Pollable(instantNs),
    subscribeDuration: (durationNs: bigint) => new Pollable(nowNs() + durationNs),
  },
  'wasi:clocks/wall-clock': { now: wallClockNow },
  'wasi:filesystem/preopens': { getDirectories: () => [] },
  'wasi:filesystem/types': { Descriptor, filesystemErrorCode: () => undefined },
  'wasi:io/error': { Error: IoError },
  'wasi:io/poll': { Pollable, poll },
  'wasi:io/streams': { InputStream, OutputStream },
  'wasi:random/random': {
    getRandomBytes: (length: bigint) => crypto.getRandomValues(new Uint8Array(Number(length))),
    getRandomU64: () => crypto.getRandomValues(new BigUint64Array(1))[0],
  },
};
