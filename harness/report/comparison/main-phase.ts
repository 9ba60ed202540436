import type { ComparisonRow } from '../../compare/comparison.ts';
import { hasChanged } from './words.ts';

/** A phase with less of the shift is not where it sits. */
const MOST = 1 / 2;

/** The label of the phase that holds at least half of the row's shift; null when none of them does. */
export function mainPhase(
  { statistics: { shift } }: ComparisonRow,
  rows: readonly ComparisonRow[],
): string | null {
  const phases = rows.filter((row) => row.metric.role === 'phase' && hasChanged(row));
  const shares = phases.map((row) => ({ label: row.metric.label, share: row.statistics.shift / shift }));
  const most = shares.reduce<{ label: string; share: number } | null>(
    (best, one) => (one.share > (best?.share ?? 0) ? one : best),
    null,
  );
  return most && most.share >= MOST ? most.label : null;
}
