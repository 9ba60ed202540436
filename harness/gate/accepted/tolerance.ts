import type { ComparisonRow } from '../../compare/comparison.ts';
import type { RowSubject } from '../gate-row.ts';
import type { Direction } from '../rules.ts';
import type { AcceptedChange } from './schema.ts';

/** Entries that count today. */
export type ActiveChanges = readonly AcceptedChange[];

/** ISO days compare as text. */
export const isExpired = ({ expires }: AcceptedChange, today: string): boolean => expires < today;

/** The entry that accepts what `row` says of `subject`; null without one. `failOn` is what the gate looks for. */
export const acceptedFor = (
  subject: RowSubject,
  row: ComparisonRow,
  accepted: ActiveChanges,
  failOn: readonly Direction[],
): AcceptedChange | null =>
  accepted.find((change) => isAbout(change, subject, row.metric.name) && isWithin(change, row, failOn)) ??
  null;

export const isAbout = (change: AcceptedChange, subject: RowSubject, metric: string): boolean =>
  change.workload === subject.workload &&
  change.runner === subject.runner &&
  change.variant === subject.variant &&
  change.metric === metric;

/**
 * A change in that direction is accepted up to the ratio, by its estimate: the ratio was chosen with the error of the
 * figures in mind. One that is not shown either way is accepted when more than the ratio is ruled out (90 % interval),
 * and nothing but that direction is looked for.
 */
function isWithin(
  { direction, upToRatio }: AcceptedChange,
  { verdict, statistics: { ratio, equivalenceInterval } }: ComparisonRow,
  failOn: readonly Direction[],
): boolean {
  const isOpen = verdict === 'inconclusive' && failOn.every((one) => one === direction);
  const reach =
    verdict === direction ? ratio : isOpen ? (equivalenceInterval?.[END[direction]] ?? null) : null;
  if (reach === null) return false;
  return direction === 'slower' ? reach <= upToRatio : reach >= upToRatio;
}

const END = { slower: 'high', faster: 'low' } as const;
