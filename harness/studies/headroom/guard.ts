import { ColdbenchError } from '../../model/errors.ts';
import type { Bytes } from '../../model/units.ts';
import { formatBytes } from '../../report/format.ts';
import { readAvailable } from './room.ts';

/** One look reads one small file: some 0.05 ms of the harness's thread every 50 ms. */
const INTERVAL_MS = 50;

export interface MemoryGuard {
  /** Aborts with the run, or when the machine has less memory left than it is to keep. */
  readonly signal: AbortSignal;
  /** Set once the guests had to be ended. */
  readonly exceeded: ColdbenchError | null;
  stop(): void;
}

/** Guests were admitted by an estimate; this ends them together when they turn out to need more. */
export function guardMemory(
  keptBytes: Bytes,
  runSignal: AbortSignal,
  available: () => Bytes | null = readAvailable,
): MemoryGuard {
  const breach = new AbortController();
  let exceeded: ColdbenchError | null = null;
  const timer = setInterval(() => {
    const left = available();
    if (left === null || left >= keptBytes || exceeded) return;
    exceeded = new ColdbenchError(
      'MACHINE_FULL',
      `The guests were ended when only ${formatBytes(left)} of memory were left; ${formatBytes(keptBytes)} are kept for the machine.`,
      { remedy: 'Ask for fewer guests at once, or for less to be kept (--keep-memory).' },
    );
    breach.abort(exceeded);
  }, INTERVAL_MS);
  return {
    signal: AbortSignal.any([runSignal, breach.signal]),
    get exceeded() {
      return exceeded;
    },
    stop: () => clearInterval(timer),
  };
}
