import type { Exit, GatedProcess } from '../../../harness/experiment/gate.ts';
import { ColdbenchError, messageOf } from '../../../harness/model/errors.ts';
import { exitedEarly } from '../ready.ts';
import { encodeHeader, type GuestMessage, LineReader, WINDOW_BYTES, windowsOf } from './protocol.ts';

type Machine = Pick<GatedProcess, 'channel' | 'exited' | 'outputTail'>;

interface Waiting {
  readonly resolve: (message: GuestMessage) => void;
  readonly reject: (reason: unknown) => void;
}

/** What a guest said before its end, if it could. */
interface LastWords {
  readonly code: number | null;
  readonly last: string;
}

/** The harness's end of a guest's serial line, which is the gate's channel. */
export class GuestLine {
  readonly #machine: Machine;
  readonly #windowBytes: number;
  readonly #reader = new LineReader();
  #waiting: Waiting | undefined;
  /** What arrived before somebody waited for it. */
  readonly #early: GuestMessage[] = [];
  #onMessage: (() => void) | undefined;
  #ended: Promise<Exit & { readonly said: string }>;
  #over: (Exit & { readonly said: string }) | undefined;
  #calls: Promise<unknown> = Promise.resolve();

  /** `windowBytes`: how much of an event the guest's driver takes in one go; the guest must have been told the same. */
  constructor(machine: Machine, windowBytes = WINDOW_BYTES) {
    this.#machine = machine;
    this.#windowBytes = windowBytes;
    const lastWords = new Promise<LastWords>((resolve) => {
      machine.channel.on('data', (bytes: Buffer) => {
        for (const message of this.#reader.read(bytes)) {
          if (message.word === 'exit') resolve(parseLastWords(message.text));
          else this.#arrived(message);
        }
      });
    });
    // What it said last may still be on its way when its exit is known.
    const allRead = new Promise<void>((resolve) => {
      for (const end of ['end', 'close']) machine.channel.once(end, () => resolve());
    });
    // A machine that is gone breaks the pipe; its exit says so.
    machine.channel.on('error', () => undefined);
    machine.channel.resume();
    this.#ended = Promise.race([
      lastWords.then(({ code, last }) => ({ code, signal: null, said: last })),
      machine.exited.then(async (exit) => {
        await allRead;
        return { ...exit, said: '' };
      }),
    ]);
    void this.#ended.then((end) => {
      this.#over = end;
      this.#waiting?.reject(this.#failure(end));
    });
  }

  /**
   * Resolves with what the guest says of itself when it can be called; `onReady` is called at that very moment.
   * @throws ColdbenchError `GUEST_EXITED`, `READY_GARBLED`; the reason of `signal`.
   */
  async awaitReady(signal: AbortSignal, onReady: () => void): Promise<Uint8Array> {
    signal.throwIfAborted();
    this.#onMessage = onReady;
    const aborted = new Promise<never>((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
    aborted.catch(() => undefined);
    const message = await Promise.race([this.#next(), aborted]).catch((error: unknown) => {
      signal.throwIfAborted();
      throw this.#over ? exitedEarly(this.#over, this.#over.said || this.#machine.outputTail) : error;
    });
    if (message.word !== 'ready') throw garbled('READY_GARBLED', message);
    return message.text;
  }

  /**
   * One call after the other: the line has no room for two.
   * @throws ColdbenchError `CALL_FAILED`.
   */
  call(event: Uint8Array): Promise<Uint8Array> {
    const answer = this.#calls.then(() => this.#call(event));
    this.#calls = answer.catch(() => undefined);
    return answer;
  }

  async #call(event: Uint8Array): Promise<Uint8Array> {
    const { channel } = this.#machine;
    channel.write(encodeHeader(event.length));
    for (const [place, window] of windowsOf(event, this.#windowBytes).entries()) {
      if (place > 0) await this.#expect('more');
      channel.write(window);
    }
    return this.#expect('answer');
  }

  async #expect(word: string): Promise<Uint8Array> {
    const message = await this.#next();
    if (message.word === word) return message.text;
    if (message.word !== 'error') throw garbled('CALL_FAILED', message);
    throw new ColdbenchError('CALL_FAILED', `The handler failed: ${preview(message.text)}`);
  }

  #next(): Promise<GuestMessage> {
    const early = this.#early.shift();
    if (early) return Promise.resolve(early);
    if (this.#over) return Promise.reject(this.#failure(this.#over));
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
  }

  #arrived(message: GuestMessage): void {
    this.#onMessage?.();
    this.#onMessage = undefined;
    if (this.#waiting) this.#waiting.resolve(message);
    else this.#early.push(message);
    this.#waiting = undefined;
  }

  #failure({ code, signal, said }: Exit & { readonly said: string }): ColdbenchError {
    const how = signal ? `its machine was ended by ${signal}` : `it ended with code ${code}`;
    const words = said || this.#machine.outputTail;
    return new ColdbenchError(
      'CALL_FAILED',
      `The guest did not answer: ${how}.${words && ` It printed: ${words}`}`,
    );
  }
}

function parseLastWords(text: Uint8Array): LastWords {
  try {
    const { code, last } = JSON.parse(Buffer.from(text).toString()) as LastWords;
    return { code, last: String(last) };
  } catch (error) {
    return { code: null, last: `its last words cannot be read: ${messageOf(error)}` };
  }
}

const preview = (text: Uint8Array): string => new TextDecoder().decode(text.subarray(0, 500));

const garbled = (code: 'READY_GARBLED' | 'CALL_FAILED', { word, text }: GuestMessage): ColdbenchError =>
  new ColdbenchError(
    code,
    `The guest's line says what nobody expects: ${word.slice(0, 100)} ${preview(text)}`,
  );
