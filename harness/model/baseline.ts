import { conditionOf } from './conditions.ts';
import type { Subject } from './schema.ts';

type Row = Pick<Subject, 'workload' | 'variant' | 'condition'> & {
  readonly runner: string;
  /** Why a translator ran it; a summary has null where none did. */
  readonly emulated?: string | null | undefined;
};

/** The packaging that overheads are against: the bundle on Node, without anything around it. */
export const BASELINE = { runner: 'process', variant: 'node' } as const;

/**
 * The row that another one's overhead is against: `process` of the same workload, started in the same way. A run that
 * has only other variants of it takes the first. Null for a baseline itself, and where there is none: neither for a guest
 * whose instructions a translator ran, since its ratio to a real process would be the translator's.
 */
export function baselineOf<T extends Row>(row: Row, rows: readonly T[]): T | null {
  const baseline = baselineAmong(
    rows.filter(
      ({ workload, emulated, ...other }) =>
        workload === row.workload && conditionOf(other) === conditionOf(row) && !emulated === !row.emulated,
    ),
  );
  return baseline && baseline.runner === row.runner && baseline.variant === row.variant ? null : baseline;
}

function baselineAmong<T extends Row>(rows: readonly T[]): T | null {
  const candidates = rows.filter(({ runner }) => runner === BASELINE.runner);
  return candidates.find(({ variant }) => variant === BASELINE.variant) ?? candidates[0] ?? null;
}

/** Whether the overheads of others among these rows are against it. */
export const isBaseline = (row: Row, rows: readonly Row[]): boolean =>
  row.runner === BASELINE.runner && baselineOf(row, rows) === null;
