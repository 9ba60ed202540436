import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import type { GatedProcess } from '../../harness/experiment/gate.ts';
import { ColdbenchError } from '../../harness/model/errors.ts';
import type { Timing } from './platform/invocation.ts';
import type { FromEnvironment, ToEnvironment } from './platform/messages.ts';

/** The runtime's process, behind its starting gate. */
type RuntimeProcess = Pick<GatedProcess, 'open' | 'exited' | 'stop'>;

/** The harness's hold on one execution environment in the platform's thread. */
export class PlatformEnvironment {
  /** Resolves with host and port of the Runtime API and the Invoke API. */
  readonly listening: Promise<string>;
  /**
   * Resolves with the runtime's first request for an event.
   * Rejects with ColdbenchError `INIT_ERROR` when the runtime reports that it cannot load the function.
   */
  readonly initialised: Promise<void>;
  readonly #control: MessagePort;
  readonly #timings: MessagePort;
  readonly #closed: Promise<unknown>;
  #process: RuntimeProcess | null = null;

  /** `onReady` is called as soon as the harness hears of the first request. */
  constructor(control: MessagePort, timings: MessagePort, onReady: () => void) {
    this.#control = control;
    this.#timings = timings;
    this.#closed = new Promise((resolve) => control.once('close', resolve));
    this.listening = this.#expect((message, resolve) => {
      if (message.type === 'listening') resolve(`127.0.0.1:${message.port}`);
    });
    this.initialised = this.#expect((message, resolve, reject) => {
      if (message.type === 'initError') reject(initError(message.document));
      if (message.type !== 'ready') return;
      onReady();
      resolve();
    });
    control.on('message', ({ type }: FromEnvironment) => {
      if (type === 'timedOut') void this.#process?.stop();
    });
  }

  /** Opens the gate of the runtime's process. The platform is told afterwards: waking it is not part of a start. */
  start(process: RuntimeProcess): void {
    this.#process = process;
    const atNs = globalThis.process.hrtime.bigint();
    process.open();
    this.#tell({ type: 'starts', atNs });
    void process.exited.then((exit) => this.#tell({ type: 'exited', exit }));
  }

  /** The timings of the invocations that have ended since the last call, in order. */
  takeTimings(): Timing[] {
    const timings: Timing[] = [];
    for (;;) {
      const received = receiveMessageOnPort(this.#timings);
      if (!received) return timings;
      timings.push(received.message as Timing);
    }
  }

  /** Breaks every connection and frees the port; idempotent. */
  async close(): Promise<void> {
    this.#tell({ type: 'close' });
    await this.#closed;
  }

  #tell(message: ToEnvironment): void {
    this.#control.postMessage(message);
  }

  #expect<T>(
    look: (message: FromEnvironment, resolve: (value: T) => void, reject: (error: Error) => void) => void,
  ): Promise<T> {
    const promise = new Promise<T>((resolve, reject) => {
      this.#control.on('message', (message: FromEnvironment) => look(message, resolve, reject));
      const gone = new ColdbenchError('PLATFORM_GONE', "The local platform's thread has ended.");
      this.#control.once('close', () => reject(gone));
    });
    // Who waits for it is told; when a launch has failed otherwise, nobody does.
    promise.catch(() => undefined);
    return promise;
  }
}

function initError(document: Uint8Array): ColdbenchError {
  const text = Buffer.from(document).toString('utf8').slice(0, 1000);
  return new ColdbenchError('INIT_ERROR', `The function cannot be initialised: ${text}`, {
    remedy: 'Check that the module loads without side effects and exports `handler(event)`.',
  });
}
