import { readResultSet } from '../model/codec.ts';
import { ColdbenchError } from '../model/errors.ts';
import { keptRecords } from '../model/kept-records.ts';
import type {
  CalibrationRecord,
  EndRecord,
  Manifest,
  PartRecord,
  ResultRecord,
  Trial,
  WorkloadRecord,
} from '../model/schema.ts';
import { SubjectSeries } from '../model/series.ts';
import { studyFigures } from '../studies/figures.ts';

/** One side of a comparison: what of a result set can be compared. */
export interface ComparableSet {
  readonly path: string;
  readonly manifest: Manifest;
  readonly workloads: ReadonlyMap<string, WorkloadRecord>;
  /** By subject, in the order of the manifest; one without a completed trial has empty series. */
  readonly subjects: ReadonlyMap<string, SubjectSeries>;
  /** Measured trials that failed, by subject. */
  readonly failedTrials: ReadonlyMap<string, number>;
  /** Measured blocks during which something else used the machine; their trials count like all others. */
  readonly disturbedBlocks: number;
  /** Of a merged file, in its order; none in the file of one run. */
  readonly parts: readonly PartRecord[];
  /** How fast its machine does fixed work, in the order of the file; none in files of older versions. */
  readonly calibrations: readonly CalibrationRecord[];
  /** Null for an interrupted run. */
  readonly end: EndRecord | null;
}

/** @throws ColdbenchError of the reader; `NOTHING_TO_COMPARE` when no trial of the file was completed. */
export const loadComparable = (path: string): Promise<ComparableSet> =>
  collectComparable(path, readResultSet(path));

/** The same, from records that come from elsewhere. */
export async function collectComparable(
  path: string,
  lines: AsyncIterable<{ readonly record: ResultRecord }>,
): Promise<ComparableSet> {
  const set = await collectSet(path, lines);
  if (!set) throw new Error(`${path} was read without a manifest`);
  if ([...set.subjects.values()].some((series) => series.of('coldStart').values.length > 0)) return set;
  throw new ColdbenchError('NOTHING_TO_COMPARE', `${path} has no completed trial.`, {
    remedy: '`coldbench show` tells what failed in it.',
  });
}

/** The same of any run, also of one in which every trial failed. Null when there is no manifest among the records. */
export async function collectSet(
  path: string,
  lines: AsyncIterable<{ readonly record: ResultRecord }>,
): Promise<ComparableSet | null> {
  let set: LoadedSet | null = null;
  for await (const record of keptRecords(lines)) {
    if (record.kind === 'manifest') set = new LoadedSet(path, record);
    else set?.add(record);
  }
  return set;
}

class LoadedSet implements ComparableSet {
  readonly path: string;
  readonly manifest: Manifest;
  readonly workloads = new Map<string, WorkloadRecord>();
  readonly subjects: ReadonlyMap<string, SubjectSeries>;
  readonly failedTrials = new Map<string, number>();
  disturbedBlocks = 0;
  readonly parts: PartRecord[] = [];
  readonly calibrations: CalibrationRecord[] = [];
  end: EndRecord | null = null;

  constructor(path: string, manifest: Manifest) {
    this.path = path;
    this.manifest = manifest;
    this.subjects = new Map(
      manifest.subjects.map((subject) => [subject.subject, new SubjectSeries(subject, manifest.plan)]),
    );
  }

  add(record: ResultRecord): void {
    if (record.kind === 'workload') this.workloads.set(record.workload, record);
    if (record.kind === 'end') this.end = record;
    if (record.kind === 'part') this.parts.push(record);
    if (record.kind === 'calibration') this.calibrations.push(record);
    if (record.kind === 'artifact') {
      const series = this.subjects.get(record.subject);
      if (series) series.artifact = record;
    }
    if (record.kind === 'block' && !record.warmup && !record.discarded && record.disturbances.length > 0) {
      this.disturbedBlocks += 1;
    }
    if (record.kind === 'trial' && !record.warmup) this.#addTrial(record);
    const study = studyFigures(record);
    if (study) this.subjects.get(study.subject)?.addFigures(study.round, study.figures);
  }

  #addTrial(trial: Trial): void {
    if (trial.status === 'completed') this.subjects.get(trial.subject)?.add(trial);
    if (trial.status === 'failed') {
      this.failedTrials.set(trial.subject, (this.failedTrials.get(trial.subject) ?? 0) + 1);
    }
  }
}
