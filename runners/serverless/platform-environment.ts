import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import type { GatedProcess } from '../../harness/experiment/gate.ts';
import { ColdbenchError } from '../../harness/model/errors.ts';
import type { Timing } from './platform/invocation.ts';
import type { FromEnvironment, ToEnvironment } from './platform/messages.ts';

/** The runtime's process, behind its starting gate. */
type Runtime = Pick<GatedProcess, 'open' | 'exited' | 'stop'>;

/** The harness's hold on one execution environment in the platform's thread. */
export class PlatformEnvironment {
  /** Host and port of the Runtime API and the Invoke API, once they listen. */
  readonly listening: Promise<void>;
  /**
   * Resolves with the runtime's first request for an event.
   * Rejects with ColdbenchError `INIT_ERROR` when the runtime reports that it cannot load the function.
   */
  readonly initialised: Promise<void>;
  address = '';
  readonly #control: MessagePort;
  readonly #timings: MessagePort;
  readonly #closed: Promise<unknown>;
  #guest: Runtime | null = null;

  constructor(control: MessagePort, timings: MessagePort, onReady: () => void) {
    this.#control = control;
    this.#timings = timings;
    this.#closed = new Promise((resolve) => control.once('close', resolve));
    this.listening = this.#expect((message) => {
      if (message.type === 'listening') this.address = `127.0.0.1:${message.port}`;
      return message.type === 'listening';
    });
    this.initialised = this.#expect((message) => {
      if (message.type === 'initError') throw initError(message.document);
      if (message.type === 'ready') onReady();
      return message.type === 'ready';
    });
    control.on('message', ({ type }: FromEnvironment) => {
      if (type === 'timedOut') void this.#guest?.stop();
    });
  }

  /** Opens the gate of the runtime's process. The platform is told afterwards: waking it is not part of a start. */
  start(guest: Runtime): void {
    this.#guest = guest;
    const atNs = process.hrtime.bigint();
    guest.open();
    this.#tell({ type: 'starts', atNs });
    void guest.exited.then((exit) => this.#tell({ type: 'exited', exit }));
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

  /** Resolves when `look` says that a message is the awaited one; rejects with what it throws. */
  #expect(look: (message: FromEnvironment) => boolean): Promise<void> {
    const promise = new Promise<void>((resolve, reject) => {
      const onMessage = (message: FromEnvironment): void => {
        try {
          if (look(message)) resolve();
        } catch (error) {
          reject(error);
        }
      };
      this.#control.on('message', onMessage);
      this.#control.once('close', () =>
        reject(new ColdbenchError('PLATFORM_GONE', "The local platform's thread has ended.")),
      );
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
