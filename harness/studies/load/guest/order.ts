/** What the generator is told to do, as JSON. */
export interface LoadOrder {
  readonly origin: string;
  /** The Unix socket behind `origin`; null for TCP. */
  readonly socketPath: string | null;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Its presence in an answer means a failed call; null when the status alone tells. */
  readonly errorHeader: string | null;
  /** The event, base64. */
  readonly body: string;
  /** SHA-256 of the answer, hexadecimal. */
  readonly answerSha256: string;
  readonly requestsPerSecond: number;
  readonly durationNs: number;
  readonly warmupNs: number;
  readonly connections: number;
  /** `closed`: one request after the other on one connection, at whatever rate that gives. */
  readonly loop: 'open' | 'closed';
  /** How long to wait for the last answers. */
  readonly drainMs: number;
}

/** What it says at its end; entry i of the columns is of the same request, in the order in which they were to be sent. */
export interface LoadAnswer {
  /** From the instant at which it was meant to be sent (open), or was sent (closed), to the last byte; -1: no right answer. */
  readonly latencyNs: readonly number[];
  /** How late it was sent. */
  readonly lagNs: readonly number[];
  readonly failures: Readonly<Record<string, number>>;
  /** From the first measured request to the last, as they were sent. */
  readonly sendingNs: number;
}
