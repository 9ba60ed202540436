import type { Ms } from '../../harness/model/units.ts';

/** @throws Error when the promise is not settled in time. */
export async function within<T>(timeoutMs: Ms, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new NoAnswer(timeoutMs)), timeoutMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

export class NoAnswer extends Error {
  constructor(timeoutMs: Ms) {
    super(`no answer within ${timeoutMs / 1000} s`);
  }
}

/** Stops waiting at an abort; what was waited for goes on, and somebody else must wait for its end. */
export async function unlessAborted<T>(signal: AbortSignal, promise: Promise<T>): Promise<T> {
  let onAbort = (): void => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    onAbort = () => reject(signal.reason);
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
