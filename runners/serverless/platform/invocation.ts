import type { Ms, Ns } from '../../../harness/model/units.ts';

/** What a client asks for. */
export interface InvocationRequest {
  readonly event: Uint8Array;
  readonly traceId: string | undefined;
  readonly clientContext: string | undefined;
}

/** What the runtime is handed. */
export interface Invocation extends InvocationRequest {
  readonly requestId: string;
  /** Unix time. */
  readonly deadlineMs: Ms;
}

/** The answer of an invocation: the handler's result, or an error document. */
export interface Outcome {
  readonly requestId: string;
  readonly payload: Uint8Array;
  readonly isError: boolean;
}

/** What is measured of an invocation: see `lambdaReport`. */
export interface Timing {
  readonly durationNs: Ns;
  /** Only for the first invocation of a sandbox. */
  readonly initDurationNs: Ns | null;
}

/** How an invocation ends when no runtime can answer it. */
export type Ending = (requestId: string) => Uint8Array;

/** The states of a runtime, as AWS's emulator spells them in its refusals; `Exited` is ours. */
export type State = 'Started' | 'InitError' | 'Ready' | 'Running' | 'RuntimeResponseSentState' | 'Exited';

// An adapter stamps milestones through `mark`; this clock is for the durations that the platform itself reports.
export const clock = (): bigint => process.hrtime.bigint();
export const since = (fromNs: bigint): Ns => Number(clock() - fromNs);
