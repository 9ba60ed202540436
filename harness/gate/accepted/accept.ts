import type { ComparisonRow } from '../../compare/comparison.ts';
import { decidingRow, type GateRow } from '../gate-row.ts';
import type { Direction } from '../rules.ts';
import type { AcceptedChange } from './schema.ts';

/** Who accepts, why, and until which day. */
export interface Acceptance {
  readonly reason: string;
  readonly by: string;
  /** ISO, UTC. */
  readonly expires: string;
}

/** The entry that accepts a confirmed row; null for one that no ratio describes, such as figures that were 0. */
export function acceptRow(row: GateRow, acceptance: Acceptance): AcceptedChange | null {
  const deciding = decidingRow(row);
  const { verdict } = deciding;
  const upToRatio = reachOf(deciding);
  if (row.fate !== 'confirmed' || upToRatio === null || (verdict !== 'slower' && verdict !== 'faster'))
    return null;
  const { workload, runner, variant } = row;
  return {
    workload,
    runner,
    variant,
    metric: deciding.metric.name,
    direction: verdict,
    upToRatio: outwards(upToRatio, verdict),
    ...acceptance,
  };
}

/** The far end of the interval: an estimate as limit would be passed every other time by the very same change. */
function reachOf({ verdict, statistics: { ratio, ratioInterval } }: ComparisonRow): number | null {
  if (ratio === null) return null;
  return verdict === 'slower' ? (ratioInterval?.high ?? ratio) : (ratioInterval?.low ?? ratio);
}

const DIGITS = 1000;

/** Three decimals, never less than what was seen. */
const outwards = (ratio: number, direction: Direction): number =>
  direction === 'slower' ? Math.ceil(ratio * DIGITS) / DIGITS : Math.floor(ratio * DIGITS) / DIGITS;
