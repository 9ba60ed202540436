import type { Fate, GateRow } from '../gate-row.ts';
import type { AcceptedChange } from './schema.ts';
import { isAbout, isExpired } from './tolerance.ts';

/** What the list of accepted changes did in a gate. */
export interface AcceptedUse {
  /** Null when there is no list. */
  readonly path: string | null;
  readonly used: readonly AcceptedChange[];
  /** Of what was judged here: their day is over, so that they count for nothing. */
  readonly expired: readonly AcceptedChange[];
  /** Of what was judged here: there is more, or may be more, than they accept. */
  readonly exceeded: readonly AcceptedChange[];
  /** Of what was judged here: nothing is left that they would have to accept. */
  readonly unused: readonly AcceptedChange[];
  /** Written by this gate. */
  readonly added: readonly AcceptedChange[];
}

/** Entries about something that was not judged here are left unsaid: another gate may need them. */
export function usedAccepted(
  path: string | null,
  entries: readonly AcceptedChange[],
  rows: readonly GateRow[],
  today: string,
): AcceptedUse {
  const rowOf = (entry: AcceptedChange): GateRow | undefined =>
    rows.find((row) => isAbout(entry, row, row.first.metric.name));
  const here = entries.filter((entry) => rowOf(entry) !== undefined);
  const active = here.filter((entry) => !isExpired(entry, today));
  const used = active.filter((entry) => rowOf(entry)?.acceptedBy === entry);
  const failing = active.filter((entry) => FAILING.includes(rowOf(entry)?.fate ?? 'fine'));
  return {
    path,
    used,
    expired: here.filter((entry) => isExpired(entry, today)),
    exceeded: failing,
    unused: active.filter((entry) => !used.includes(entry) && !failing.includes(entry)),
    added: [],
  };
}

const FAILING: readonly Fate[] = ['confirmed', 'undecided'];
