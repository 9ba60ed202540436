import type { Trial } from './schema.ts';

/** The code of the one trial of a subject that cannot be started in its way. */
export const NO_SUCH_START = 'NO_SUCH_START';

/**
 * A subject that could not be packaged, or cannot be started in its way, has one trial, which stands in the first block
 * whatever that block is, and never ran.
 */
export const neverRan = (trial: Trial): boolean =>
  (trial.status === 'failed' && trial.step === 'package') ||
  (trial.status === 'skipped' && trial.code === NO_SUCH_START);
