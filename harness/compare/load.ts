import { readResultSet } from '../model/codec.ts';
import { ColdbenchError } from '../model/errors.ts';
import type { EndRecord, Manifest, WorkloadRecord } from '../model/schema.ts';
import { SubjectSeries } from '../model/series.ts';

/** One side of a comparison: what of a result set can be compared. */
export interface ComparableSet {
  readonly path: string;
  readonly manifest: Manifest;
  readonly workloads: ReadonlyMap<string, WorkloadRecord>;
  /** By subject; one without a completed trial has empty series. */
  readonly subjects: ReadonlyMap<string, SubjectSeries>;
  readonly failedTrials: ReadonlyMap<string, number>;
  /** Null for an interrupted run. */
  readonly end: EndRecord | null;
}

/** @throws ColdbenchError of the reader; `NOTHING_TO_COMPARE` when no trial of the file was completed. */
export async function loadComparable(path: string): Promise<ComparableSet> {
  let manifest: Manifest | undefined;
  let end: EndRecord | null = null;
  const workloads = new Map<string, WorkloadRecord>();
  const subjects = new Map<string, SubjectSeries>();
  const failedTrials = new Map<string, number>();
  for await (const { record } of readResultSet(path)) {
    if (record.kind === 'manifest') {
      manifest = record;
      for (const subject of record.subjects)
        subjects.set(subject.subject, new SubjectSeries(subject, record.plan));
    } else if (record.kind === 'workload') workloads.set(record.workload, record);
    else if (record.kind === 'end') end = record;
    else if (record.kind === 'artifact') {
      const subject = subjects.get(record.subject);
      if (subject) subject.artifact = record;
    } else if (record.kind === 'trial' && !record.warmup) {
      if (record.status === 'completed') subjects.get(record.subject)?.add(record);
      else failedTrials.set(record.subject, (failedTrials.get(record.subject) ?? 0) + 1);
    }
  }
  if (!manifest) throw new Error(`${path} was read without a manifest`);
  if (![...subjects.values()].some((subject) => subject.of('coldStart').values.length > 0)) {
    throw new ColdbenchError('NOTHING_TO_COMPARE', `${path} has no completed trial.`, {
      remedy: '`coldbench show` tells what failed in it.',
    });
  }
  return { path, manifest, workloads, subjects, failedTrials, end };
}
