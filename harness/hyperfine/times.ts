import type { ComparableSet } from '../compare/load.ts';
import { setNotes } from '../compare/notes.ts';
import type { Ns } from '../model/units.ts';
import type { Writer } from './caveats.ts';
import { failedRuns, type HyperfineRun } from './run.ts';

/** What a command of hyperfine and a subject of coldbench have in common: times, one a run, in their order. */
export interface Timed {
  readonly name: string;
  readonly timesNs: readonly Ns[];
  /** Runs that failed; their times are not among these. */
  readonly failed: number;
}

/** One side of a comparison of which at least one side came from hyperfine. */
export interface TimedFile {
  readonly path: string;
  readonly writer: Writer;
  readonly timed: readonly Timed[];
  /** What is to be known about the whole file before its figures are believed. */
  readonly notes: readonly string[];
}

export const timesOfRun = ({ path, writer, commands }: HyperfineRun): TimedFile => ({
  path,
  writer,
  timed: commands.map((runs) => ({ name: runs.name, timesNs: runs.timesNs, failed: failedRuns(runs) })),
  notes: [],
});

/** The cold starts of a result set, by subject. */
export const timesOfSet = (set: ComparableSet): TimedFile => ({
  path: set.path,
  writer: 'coldbench',
  timed: [...set.subjects].map(([name, series]) => ({
    name,
    timesNs: series.of('coldStart').values,
    failed: set.failedTrials.get(name) ?? 0,
  })),
  notes: setNotes(set),
});
