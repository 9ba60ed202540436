import type { EndRecord, Manifest } from '../../model/schema.ts';
import { formatDuration } from '../../report/format.ts';

/** A run from before was measured on a machine whose clock was not set: such clocks begin in 1970, or with their firmware. */
const FIRST_RUN_MS = Date.UTC(2020, 0, 1);
/** Clocks of two machines may differ by so much. */
const TOLERANCE_MS = 5 * 60_000;
/** Packaging, waiting for a quiet machine and a suspended laptop are no fault of the clock. */
const LONGEST_BESIDE_MEASURING_MS = 24 * 3_600_000;

/**
 * What is wrong with the times that a run says of itself, or null. A run is placed in time by its `startedAt` alone, so
 * that a wrong one moves it to another place in its series.
 */
export function clockProblem({ startedAt, merged }: Manifest, end: EndRecord | null): string | null {
  const startedMs = Date.parse(startedAt);
  if (startedMs < FIRST_RUN_MS) return 'its clock was not set when it began';
  if (end === null) return null;
  const tookMs = Date.parse(end.endedAt) - startedMs;
  const measuringMs = end.measuringNs / 1e6;
  if (tookMs < 0) return 'it says that it ended before it began';
  // The parts of a merged set ran side by side, or days apart.
  if (merged) return null;
  const besideMs = tookMs - measuringMs;
  if (besideMs < -TOLERANCE_MS)
    return `it measured for ${formatDuration(end.measuringNs)}, and says that it took ${formatDuration(tookMs * 1e6)}`;
  return besideMs > LONGEST_BESIDE_MEASURING_MS
    ? `it says that it took ${formatDuration(tookMs * 1e6)}, and measured for ${formatDuration(end.measuringNs)}`
    : null;
}

/** A run that says that it began later than this is wrong about it; both in ms since 1970. */
export const latestPlausibleMs = (nowMs: number): number => nowMs + TOLERANCE_MS;

/** The same for what only the reader's clock can tell. */
export const futureProblem = (startedMs: number, nowMs: number): string | null =>
  startedMs > latestPlausibleMs(nowMs) ? 'it says that it began in the future' : null;
