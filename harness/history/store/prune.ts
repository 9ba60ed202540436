import { groupBy } from './group.ts';
import type { HistoryRun } from './history-types.ts';

/** A run stays if any of them keeps it. */
export interface PruneRules {
  /** Younger ones stay. */
  readonly keepDays: number | null;
  /** So many of each machine class stay, the newest. */
  readonly keepLast: number | null;
  readonly nowMs: number;
}

const DAY_MS = 86_400_000;

/**
 * The runs that no rule keeps, oldest first. The first and the last run of each machine class always stay: a series
 * keeps the level that it began at, and the level that the next run is to be judged against, however old it is.
 */
export function prunable(
  runs: readonly HistoryRun[],
  { keepDays, keepLast, nowMs }: PruneRules,
): HistoryRun[] {
  const sinceMs = keepDays === null ? Number.POSITIVE_INFINITY : nowMs - keepDays * DAY_MS;
  const ofClass = groupBy(byTime(runs), ({ machine }) => machine.id);
  const removed = [...ofClass.values()].flatMap((own) => {
    const kept = Math.max(1, keepLast ?? 1);
    return own.slice(1, -kept).filter(({ startedAt }) => Date.parse(startedAt) < sinceMs);
  });
  return byTime(removed);
}

const byTime = (runs: readonly HistoryRun[]): HistoryRun[] =>
  [...runs].sort((a, b) => Date.parse(a.startedAt) - Date.parse(b.startedAt));
