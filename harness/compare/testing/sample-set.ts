import { sampleEnding, sampleManifest, sampleWorkload } from '../../model/codec-sample.ts';
import type {
  ArtifactRecord,
  EndRecord,
  Manifest,
  ResultRecord,
  WorkloadRecord,
} from '../../model/schema.ts';
import { createResultSetWriter, type Ending } from '../../model/store.ts';
import { createRandom } from '../../stats/index.ts';
import { type ComparableSet, collectComparable } from '../load.ts';
import { type SampleCalibration, sampleCalibration } from './sample-calibration.ts';
import { completeSubject, idOf, type SampleSubject, trialsOf } from './sample-trials.ts';

/** An invented run; what is left out is ordinary. */
export interface SampleSet {
  readonly seed?: number;
  readonly blocks?: number;
  /** Standard deviation of the noise, as a fraction; 0 makes all samples equal. */
  readonly noise?: number;
  readonly warmCalls?: number;
  readonly subjects?: readonly SampleSubject[];
  readonly machine?: Partial<Manifest['machine']>;
  readonly manifest?: Partial<Manifest>;
  /** Without it the set has none, as those of older versions. */
  readonly calibration?: SampleCalibration;
  /** What is not ordinary about its artifacts, by subject. */
  readonly artifacts?: Readonly<Record<string, Partial<ArtifactRecord>>>;
  /** What is not ordinary about its workloads, by name. */
  readonly workloads?: Readonly<Record<string, Partial<WorkloadRecord>>>;
  /** Null leaves the end away, as a killed run does. */
  readonly ending?: Partial<Ending> | null;
}

/** The lines of an invented run but its last, a few at a time. */
export function* sampleRecords(set: SampleSet): Generator<Exclude<ResultRecord, EndRecord>> {
  const subjects = (set.subjects ?? [{}]).map(completeSubject);
  const { seed = 1, blocks = 30, noise = 0.02, warmCalls = 80 } = set;
  yield {
    ...sampleManifest,
    id: `run-${seed}`,
    plan: { ...sampleManifest.plan, blocks, warmCalls },
    subjects: subjects.map(idOf),
    ...set.manifest,
    machine: { ...sampleManifest.machine, ...set.machine },
  };
  for (const workload of new Set(subjects.map((subject) => subject.workload))) {
    yield { ...sampleWorkload, workload, ...set.workloads?.[workload] };
  }
  for (const { subject, sizeBytes } of subjects) {
    yield {
      kind: 'artifact',
      subject,
      sizeBytes,
      sha256: 'c'.repeat(64),
      cached: false,
      packageNs: 1e6,
      details: {},
      ...set.artifacts?.[subject],
    };
  }
  const programArch = set.machine?.emulated ? 'x64' : (set.machine?.arch ?? 'x64');
  const calibrations = set.calibration === undefined ? [] : (['before', 'after'] as const);
  const [before, after] = calibrations.map((when) =>
    sampleCalibration(when, set.calibration, { programArch }),
  );
  if (before) yield before;
  yield* trialsOf(subjects, { blocks, noise, warmCalls, random: createRandom(seed) });
  if (after) yield after;
}

/** Writes an invented run, which is sound in every respect, through the real writer; returns its path. */
export async function writeSampleSet(path: string, set: SampleSet = {}): Promise<string> {
  const writer = await createResultSetWriter(path);
  let insideTrialsNs = 0;
  for (const record of sampleRecords(set)) {
    await writer.append(record);
    if (record.kind === 'trial' && record.status === 'completed') insideTrialsNs += record.stoppedNs;
  }
  if (set.ending === null) await writer.close();
  else await writer.end({ ...sampleEnding, measuringNs: insideTrialsNs, insideTrialsNs, ...set.ending });
  return path;
}

/** The same set as it would be read back, without a file. */
export const sampleComparable = (path: string, set: SampleSet = {}): Promise<ComparableSet> =>
  collectComparable(path, lines(set));

async function* lines(set: SampleSet): AsyncGenerator<{ record: ResultRecord }> {
  for (const record of sampleRecords(set)) yield { record };
  if (set.ending === null) return;
  const counts = { completed: 0, failed: 0, skipped: 0, precedingSha256: '0'.repeat(64) };
  yield { record: { kind: 'end', ...sampleEnding, ...set.ending, ...counts } };
}
