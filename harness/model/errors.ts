/**
 * An error that a user can act on: what happened, and what to do about it.
 * `code` is stable and meant for scripts; a programming error throws a built-in class instead.
 */
export class ColdbenchError extends Error {
  override readonly name = 'ColdbenchError';
  readonly code: string;
  readonly remedy: string | null;

  constructor(code: string, message: string, options: { remedy?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.remedy = options.remedy ?? null;
  }
}

/** A mistake in what the user typed; the CLI exits with 2. */
export class UsageError extends ColdbenchError {}

/** The part of a trial in which it failed. */
export const TRIAL_STEPS = ['package', 'launch', 'firstResponse', 'warm', 'measure', 'stop'] as const;
export type TrialStep = (typeof TRIAL_STEPS)[number];

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
