import type { ComparableSet } from '../../compare/load.ts';
import type { Unfitness } from '../environment.ts';

/** Where a baseline comes from: a file, or a history. */
export interface BaselineSource {
  /** The run that a candidate is judged against. @throws ColdbenchError of the reader for a file that was named. */
  find(candidate: ComparableSet): Promise<FoundBaseline>;
}

export type FoundBaseline =
  | { readonly found: true; readonly set: ComparableSet; readonly notes: readonly string[] }
  | { readonly found: false; readonly why: Unfitness };
