import type { ComparisonRow } from './comparison.ts';
import type { Verdict } from './verdict.ts';

/** What `--fail-on` takes. */
export const FAILING_VERDICTS = ['slower', 'faster', 'inconclusive'] as const satisfies readonly Verdict[];
export type FailingVerdict = (typeof FAILING_VERDICTS)[number];

/** Whether a row fails a gate. A phase that nobody asked for never does: it only tells where a change sits. */
export const rowFails = (
  { hypothesis, verdict }: Pick<ComparisonRow, 'hypothesis' | 'verdict'>,
  failing: readonly FailingVerdict[],
): boolean => hypothesis && failing.some((one) => one === verdict);
