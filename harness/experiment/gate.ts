import { type ChildProcess, spawn } from 'node:child_process';
import type { Duplex, Readable, Writable } from 'node:stream';
import { ColdbenchError } from '../model/errors.ts';
import { OutputTail } from './output-tail.ts';

/**
 * The starting gate. Node's `spawn` forks, and the fork copies the page tables of the harness: with 1 GB in the
 * parent a cold start measured 30 ms too slow. So a small shell is spawned *before* the clock starts, says that it is
 * there, and waits for a newline; opening the gate makes it `exec` the guest, whose start then costs what it costs
 * from any small parent. The variables that a shell adds are taken out again, so that all guests have the same ones.
 */
const GATE_SCRIPT = 'unset PWD OLDPWD SHLVL; echo >&3; read -r _ && exec "$@"';

export interface GateOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** The whole environment of the guest; nothing is inherited. */
  readonly environment: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

interface GateStreams {
  readonly gate: Writable;
  readonly output: Readable;
  readonly errors: Readable;
  readonly channel: Duplex;
}

/** A process that waits at the gate, and after `open()` is the guest: `exec` keeps the pid. */
export class GatedProcess {
  readonly pid: number;
  readonly exited: Promise<Exit>;
  /** Lines that the guest writes to descriptor 3: its ready message. A socket, so that it can also be written to. */
  readonly channel: Duplex;
  /** Its standard output, for a guest that announces itself there. */
  readonly output: Readable;
  /** Its standard error, likewise. */
  readonly errors: Readable;
  readonly #child: ChildProcess;
  readonly #gate: Writable;
  readonly #tail: OutputTail;

  constructor(child: ChildProcess, pid: number, { gate, output, errors, channel }: GateStreams) {
    this.#child = child;
    this.#gate = gate;
    this.pid = pid;
    this.channel = channel;
    this.output = output;
    this.errors = errors;
    this.#tail = new OutputTail(child.stdout, child.stderr);
    this.exited = new Promise((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })));
  }

  /** Lets the guest start. Stamp `launch` immediately before. */
  open(): void {
    this.#gate.write('\n');
  }

  /** Writes another newline, for a guest that waits for one on its standard input. */
  signalOnStdin(): void {
    this.#gate.write('\n');
  }

  /** The end of what the guest printed, for error messages. */
  get outputTail(): string {
    return this.#tail.text;
  }

  /** Ends the guest and everything it started; idempotent. */
  async stop(): Promise<void> {
    try {
      process.kill(-this.pid, 'SIGKILL');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
    await this.exited;
    for (const stream of this.#child.stdio) stream?.destroy();
  }
}

/**
 * Spawns the gate and resolves when its shell waits for the newline.
 * @throws ColdbenchError `GATE_FAILED` when the shell cannot be started.
 */
export async function prepareGate(options: GateOptions): Promise<GatedProcess> {
  options.signal.throwIfAborted();
  const child = spawn('/bin/sh', ['-c', GATE_SCRIPT, 'sh', options.command, ...options.args], {
    cwd: options.cwd,
    env: { ...options.environment },
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
    // A process group of its own: a terminal's Ctrl-C reaches the harness only, and one kill ends the whole group.
    detached: true,
  });
  const [gate, output, errors, channel] = child.stdio;
  if (child.pid === undefined || !gate || !output || !errors || !channel) {
    const cause = await new Promise((resolve) => child.once('error', resolve));
    throw new ColdbenchError('GATE_FAILED', `Cannot start /bin/sh for ${options.command}.`, { cause });
  }
  // The guest may be gone before the newline is written; its exit says so, not a broken pipe.
  gate.on('error', () => undefined);
  const guest = new GatedProcess(child, child.pid, { gate, output, errors, channel: channel as Duplex });
  try {
    await waiting(guest, options.signal);
  } catch (error) {
    await guest.stop();
    throw error;
  }
  return guest;
}

function waiting(guest: GatedProcess, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    guest.exited.then(() =>
      reject(new ColdbenchError('GATE_FAILED', `The starting gate died: ${guest.outputTail}`)),
    );
    guest.channel.once('readable', () => {
      guest.channel.read(1);
      signal.removeEventListener('abort', onAbort);
      resolve();
    });
  });
}
