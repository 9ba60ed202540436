import { randomUUID } from 'node:crypto';
import type { Ms, Ns } from '../../../harness/model/units.ts';
import {
  clock,
  type Ending,
  type Invocation,
  type InvocationRequest,
  type Outcome,
  since,
} from './invocation.ts';

interface Waiting {
  readonly requestId: string;
  readonly request: InvocationRequest;
  readonly resolve: (outcome: Outcome) => void;
}

interface Running extends Waiting {
  readonly invocation: Invocation;
  readonly timer: NodeJS.Timeout;
  sinceNs: bigint;
}

export interface InvocationsOptions {
  readonly timeoutMs: Ms;
  readonly onTimeout: () => void;
  /** Called for every invocation that had its turn, before its client is answered. */
  readonly onFinish: (durationNs: Ns) => void;
}

/** The invocations of one execution environment: one has its turn, the others wait in the order in which they came. */
export class Invocations {
  readonly #options: InvocationsOptions;
  readonly #waiting: Waiting[] = [];
  #running: Running | null = null;

  constructor(options: InvocationsOptions) {
    this.#options = options;
  }

  get current(): Invocation | null {
    return this.#running?.invocation ?? null;
  }

  add(request: InvocationRequest): Promise<Outcome> {
    return new Promise((resolve) => {
      this.#waiting.push({ requestId: randomUUID(), request, resolve });
    });
  }

  /** Gives the next one its turn, unless one has it already; from now on it can time out. */
  begin(): void {
    const next = this.#running ? undefined : this.#waiting.shift();
    if (!next) return;
    const { timeoutMs, onTimeout } = this.#options;
    const invocation = { ...next.request, requestId: next.requestId, deadlineMs: Date.now() + timeoutMs };
    this.#running = { ...next, invocation, timer: setTimeout(onTimeout, timeoutMs), sinceNs: clock() };
  }

  /** The runtime is handed the event now: its duration counts from here. */
  deliver(): Invocation | null {
    if (this.#running) this.#running.sinceNs = clock();
    return this.current;
  }

  /** Answers the one that has its turn. */
  finish(payload: Uint8Array, isError: boolean): void {
    const running = this.#running;
    if (!running) return;
    clearTimeout(running.timer);
    this.#running = null;
    this.#options.onFinish(since(running.sinceNs));
    running.resolve({ requestId: running.requestId, payload, isError });
  }

  /** Answers all that still wait. */
  refuse(ending: Ending): void {
    for (const { requestId, resolve } of this.#waiting.splice(0)) {
      resolve({ requestId, payload: ending(requestId), isError: true });
    }
  }
}
