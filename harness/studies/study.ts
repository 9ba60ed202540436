import type { PackagedSubject } from '../experiment/prepare.ts';
import type { CheckedCall, TrialSession } from '../experiment/trial.ts';
import type { StudyName } from '../model/conditions.ts';
import type { SavedRecord } from '../model/store.ts';

/** What is measured beside the blocks of trials: with guests of its own, after them, in records of its own kind. */
export interface Study {
  readonly name: StudyName;
  /** Measures, and saves each record as soon as it is there. Rejects only when the run is interrupted or at fault. */
  run(context: StudyContext): Promise<void>;
}

export interface StudyContext {
  /** What was packaged, each once; no other condition than `cold` is among them. */
  readonly subjects: readonly PackagedSubject[];
  /** The call of each workload, by its name. */
  readonly calls: ReadonlyMap<string, CheckedCall>;
  readonly session: TrialSession;
  readonly seed: number;
  /** Puts a record on disk. */
  save(record: SavedRecord): Promise<void>;
  /** Told between timed parts only: what goes on now. */
  progress(what: string): void;
}
