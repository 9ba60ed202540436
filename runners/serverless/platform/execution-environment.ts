import type { Exit } from '../../../harness/experiment/gate.ts';
import type { Ms, Ns } from '../../../harness/model/units.ts';
import { exited, timedOut } from '../protocol.ts';
import {
  type Ending,
  type Invocation,
  type InvocationRequest,
  type Outcome,
  type State,
  since,
  type Timing,
} from './invocation.ts';
import { Invocations } from './invocations.ts';

export interface EnvironmentOptions {
  readonly timeoutMs: Ms;
  /** Called at the very moment of the runtime's first request for an event. */
  readonly onReady: () => void;
  /** Called with the runtime's error document when it cannot load the function. */
  readonly onInitError: (document: Uint8Array) => void;
  /** Called when an invocation took too long: the runtime is to be killed. */
  readonly onTimeout: () => void;
  readonly onTiming: (timing: Timing) => void;
}

export type Deliver = (invocation: Invocation) => void;

/**
 * One execution environment: hands events to the one runtime in it, one at a time. It knows no sockets. Unlike the
 * service it starts no second runtime when the first is gone: a trial that lost its runtime has failed, and every
 * later call says so. Nor does it end an Init phase after 10 s; the harness has its own limit.
 */
export class ExecutionEnvironment {
  readonly #options: EnvironmentOptions;
  readonly #invocations: Invocations;
  #state: State = 'Started';
  #startedNs: bigint | null = null;
  #initDurationNs: Ns | null = null;
  #poll: Deliver | null = null;
  #answeredId: string | null = null;
  #ending: Ending | null = null;

  constructor(options: EnvironmentOptions) {
    this.#options = options;
    this.#invocations = new Invocations({
      timeoutMs: options.timeoutMs,
      onTimeout: () => this.#timeOut(),
      onFinish: (durationNs) => {
        options.onTiming({ durationNs, initDurationNs: this.#initDurationNs });
        this.#initDurationNs = null;
      },
    });
  }

  get state(): State {
    return this.#state;
  }

  /** The invocation that the runtime may speak of: the running one, or until its next request the one it answered. */
  get currentRequestId(): string | null {
    if (this.#state === 'RuntimeResponseSentState') return this.#answeredId;
    return this.#state === 'Running' ? (this.#invocations.current?.requestId ?? null) : null;
  }

  /** When the runtime process was started. */
  starts(atNs: bigint): void {
    this.#startedNs = atNs;
  }

  /** The runtime process is gone. */
  exited(exit: Exit): void {
    this.#end('Exited', (requestId) => exited(requestId, exit));
  }

  async invoke(request: InvocationRequest): Promise<Outcome> {
    const outcome = this.#invocations.add(request);
    this.#advance();
    return outcome;
  }

  /** The runtime asks for an event; `deliver` is called when there is one. */
  next(deliver: Deliver): void {
    if (this.#state === 'Started') {
      // Before anybody is told, which costs time and may cost the thread its core.
      this.#initDurationNs = this.#startedNs === null ? null : since(this.#startedNs);
      this.#options.onReady();
    }
    const { current } = this.#invocations;
    // A runtime that asks again before it has answered is handed the same event again.
    if (this.#state === 'Running' && current) return void deliver(current);
    this.#state = 'Ready';
    this.#poll = deliver;
    this.#advance();
  }

  /** The connection on which the runtime waited is gone. */
  forget(deliver: Deliver): void {
    if (this.#poll === deliver) this.#poll = null;
  }

  /** The runtime's answer to the running invocation. */
  answer(payload: Uint8Array, isError: boolean): void {
    this.#state = 'RuntimeResponseSentState';
    this.#answeredId = this.#invocations.current?.requestId ?? null;
    this.#invocations.finish(payload, isError);
    this.#advance();
  }

  /** The runtime cannot load the function; whoever invokes it is answered with this document. */
  failInit(document: Uint8Array): void {
    this.#end('InitError', () => document);
    this.#options.onInitError(document);
  }

  /** Starts the next invocation's clock, and hands it over as soon as the runtime asks. */
  #advance(): void {
    if (this.#ending) this.#invocations.refuse(this.#ending);
    if (this.#ending || this.#state === 'Started') return;
    this.#invocations.begin();
    if (!this.#poll || !this.#invocations.current) return;
    const deliver = this.#poll;
    this.#poll = null;
    this.#state = 'Running';
    const invocation = this.#invocations.deliver();
    if (invocation) deliver(invocation);
  }

  #timeOut(): void {
    const { timeoutMs, onTimeout } = this.#options;
    onTimeout();
    const killed: Exit = { code: null, signal: 'SIGKILL' };
    this.#end(
      'Exited',
      (id) => exited(id, killed),
      (id) => timedOut(id, timeoutMs),
    );
  }

  /** From now on there is no runtime. Only the first reason counts; the running invocation may have one of its own. */
  #end(state: State, ending: Ending, runningEnding = ending): void {
    if (this.#ending) return;
    const { current } = this.#invocations;
    this.#state = state;
    this.#ending = ending;
    this.#poll = null;
    if (current) this.#invocations.finish(runningEnding(current.requestId), true);
    this.#invocations.refuse(ending);
  }
}
