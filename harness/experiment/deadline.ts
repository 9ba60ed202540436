import { ColdbenchError, type TrialStep } from '../model/errors.ts';
import type { Ms } from '../model/units.ts';

export class TrialTimeout extends ColdbenchError {
  constructor(step: TrialStep, timeoutMs: Ms) {
    super('TIMEOUT', `No end of ${step} within ${timeoutMs / 1000} s.`, {
      remedy: 'If the handler really takes that long, allow more time with --timeout.',
    });
  }
}

export interface Deadline {
  readonly step: TrialStep;
  readonly timeoutMs: Ms;
  /** The run's own signal: an interrupt ends every step. */
  readonly signal: AbortSignal;
  /** How long the work may go on after the abort to clean up after itself; 0 for work that is not told of it. */
  readonly graceMs: Ms;
}

/**
 * Runs a step under a deadline; `work` gets a signal that aborts at the deadline or with the run.
 * @throws TrialTimeout, the reason of the run's signal, or what `work` throws.
 */
export async function withDeadline<T>(
  deadline: Deadline,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { step, timeoutMs, signal, graceMs } = deadline;
  signal.throwIfAborted();
  const abort = new AbortController();
  const interrupt = (): void => abort.abort(signal.reason);
  signal.addEventListener('abort', interrupt, { once: true });
  const timer = setTimeout(() => abort.abort(new TrialTimeout(step, timeoutMs)), timeoutMs);
  let graceTimer: NodeJS.Timeout | undefined;
  const overdue = new Promise<never>((_resolve, reject) => {
    const giveUp = (): void => reject(abort.signal.reason);
    abort.signal.addEventListener('abort', () => {
      if (graceMs === 0) giveUp();
      else graceTimer = setTimeout(giveUp, graceMs);
    });
  });
  try {
    return await Promise.race([work(abort.signal), overdue]);
  } finally {
    clearTimeout(timer);
    clearTimeout(graceTimer);
    signal.removeEventListener('abort', interrupt);
  }
}
