import type { HistoryRun } from './store/index.ts';

/** What is to be said beside the points of a run, by run; runs of which nothing is to be said are absent. */
export function pointNotes(runs: readonly HistoryRun[]): Map<string, readonly string[]> {
  return new Map(
    runs.flatMap((run) => {
      const notes = notesOf(run);
      return notes.length === 0 ? [] : [[run.run, notes]];
    }),
  );
}

export const notesOf = ({ complete, superseded, clock }: HistoryRun): string[] => [
  ...(complete ? [] : ['incomplete']),
  ...(superseded ? ['replaced by its complete file'] : []),
  ...(clock === null ? [] : [`time doubtful: ${clock}`]),
];
