import type { MessagePort } from 'node:worker_threads';
import type { Exit } from '../../../harness/experiment/gate.ts';
import type { Ms } from '../../../harness/model/units.ts';

/** Asks the platform's thread for a new execution environment; all else about it goes over its own two ports. */
export interface OpenMessage {
  readonly timeoutMs: Ms;
  readonly control: MessagePort;
  /** Carries one `Timing` per invocation. Nobody is woken by it: the harness empties it when it is asked. */
  readonly timings: MessagePort;
}

export type ToEnvironment =
  | { readonly type: 'starts'; readonly atNs: bigint }
  | { readonly type: 'exited'; readonly exit: Exit }
  | { readonly type: 'close' };

export type FromEnvironment =
  | { readonly type: 'listening'; readonly port: number }
  | { readonly type: 'ready' }
  | { readonly type: 'initError'; readonly document: Uint8Array }
  | { readonly type: 'timedOut' };
