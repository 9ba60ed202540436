// What a component may ask of its host: clocks, random numbers, standard output and error; no files, no network.
// @bytecodealliance/preview2-shim grants more, and starts a worker thread to do so, which costs a cold start 20 ms.
import { type Millis, type WasiPlatform, wasiStreams } from './wasi-streams.ts';

/** The imports by the names of WASI 0.2, as jco's `instantiate` takes them. */
export interface Wasi {
  readonly imports: Readonly<Record<string, object>>;
  /** What the component printed last as an error: the engine's reason when it traps. */
  lastText(): string;
}

// Named by the component's imports; nothing in the engine's JavaScript API opens a file.
class Descriptor {}
class TerminalInput {}
class TerminalOutput {}
class IoError extends Error {}

function wallClockNow(): { seconds: bigint; nanoseconds: number } {
  const ms: Millis = Date.now();
  return { seconds: BigInt(Math.floor(ms / 1000)), nanoseconds: (ms % 1000) * 1e6 };
}

export function createWasi(platform: WasiPlatform): Wasi {
  const { Pollable, InputStream, OutputStream, poll, stdin, stdout, stderr } = wasiStreams(platform);
  const { nowNs } = platform;
  const imports = {
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
  return { imports, lastText: () => stderr.lastText };
}
