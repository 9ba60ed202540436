import { now } from '../../experiment/stamps.ts';

/** One who takes part: arrives, or leaves because something went wrong before. */
export interface Party {
  /** Resolves for all at once, when the last one has arrived or left. Rejects when the wait is called off. */
  arrive(): Promise<void>;
  /** Has no effect after `arrive()`. */
  leave(): void;
}

/** Lets several launches begin at one instant, when everything that is not timed has been done for each of them. */
export class Barrier {
  /** When they were let go; null until then. */
  releasedNs: bigint | null = null;
  #resolve: () => void = () => undefined;
  #reject: (reason: unknown) => void = () => undefined;
  readonly #released: Promise<void>;
  readonly #onRelease: () => void;
  #missing: number;
  #waiting = 0;

  /** `onRelease` is called right before `releasedNs` is stamped. */
  constructor(parties: number, onRelease: () => void = () => undefined) {
    this.#released = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    // Nobody may be waiting when it is called off.
    this.#released.catch(() => undefined);
    this.#missing = parties;
    this.#onRelease = onRelease;
  }

  join(): Party {
    let settled = false;
    const settle = (waits: 0 | 1): void => {
      if (settled) return;
      settled = true;
      this.#waiting += waits;
      this.#missing -= 1;
      if (this.#missing === 0 && this.#waiting > 0) this.#open();
    };
    return {
      arrive: () => {
        settle(1);
        return this.#released;
      },
      leave: () => settle(0),
    };
  }

  /** Whoever waits, or arrives later, is told why. */
  callOff(reason: unknown): void {
    this.#reject(reason);
  }

  #open(): void {
    this.#onRelease();
    this.releasedNs = now();
    this.#resolve();
  }
}
