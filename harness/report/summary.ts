import { baselineOf } from '../model/baseline.ts';
import { readResultSet } from '../model/codec.ts';
import { keptRecords } from '../model/kept-records.ts';
import { neverRan } from '../model/never-ran.ts';
import type {
  BlockRecord,
  EndRecord,
  Manifest,
  PartRecord,
  ResultRecord,
  WorkloadRecord,
} from '../model/schema.ts';
import type { Ns } from '../model/units.ts';
import { median } from '../stats/index.ts';
import { StudyCollector } from '../studies/summaries.ts';
import { mergedSummary } from './merged-summary.ts';
import { SubjectCollector } from './subject-summary.ts';
import type { RunSummary } from './summary-types.ts';

/** Rebuilds the whole summary of a run from its file alone, in one streaming pass. */
export async function summarizeFile(path: string): Promise<RunSummary> {
  return summarize(path, readResultSet(path));
}

/** @throws ColdbenchError of the reader when the records are not those of a result set. */
export async function summarize(
  path: string,
  records: AsyncIterable<{ record: ResultRecord }>,
): Promise<RunSummary> {
  return (await collect(path, records)).summarize(path);
}

/** Everything that is kept of a run: its summary, and the figures of each trial behind it. */
export async function collect(
  path: string,
  records: AsyncIterable<{ record: ResultRecord }>,
): Promise<RunCollector> {
  let collector: RunCollector | undefined;
  for await (const record of keptRecords(records)) {
    if (record.kind === 'manifest') collector = new RunCollector(record);
    else collector?.add(record);
  }
  if (!collector) throw new Error(`${path} was read without a manifest`);
  return collector;
}

export class RunCollector {
  /** Measured blocks that were disturbed, by number. */
  readonly disturbedBlocks: number[] = [];
  readonly #manifest: Manifest;
  readonly #subjects: Map<string, SubjectCollector>;
  readonly #workloads = new Map<string, WorkloadRecord>();
  readonly #blocks = { measured: new Set<number>(), warmup: new Set<number>() };
  readonly #disturbed = new Map<string, number>();
  readonly #parts: PartRecord[] = [];
  readonly #studies: StudyCollector;
  #discardedBlocks = 0;
  #end: EndRecord | null = null;

  constructor(manifest: Manifest) {
    this.#manifest = manifest;
    this.#studies = new StudyCollector(manifest.plan);
    this.#subjects = new Map(
      manifest.subjects.map((subject) => [subject.subject, new SubjectCollector(subject, manifest.plan)]),
    );
  }

  get subjects(): ReadonlyMap<string, SubjectCollector> {
    return this.#subjects;
  }

  add(record: ResultRecord): void {
    if (record.kind === 'workload') this.#workloads.set(record.workload, record);
    if (record.kind === 'end') this.#end = record;
    if (record.kind === 'part') this.#parts.push(record);
    if (record.kind === 'artifact') {
      const subject = this.#subjects.get(record.subject);
      if (subject) subject.series.artifact = record;
    }
    if (record.kind === 'block') this.#addBlock(record);
    if (record.kind === 'trial') {
      this.#subjects.get(record.subject)?.add(record);
      if (!neverRan(record)) this.#blocks[record.warmup ? 'warmup' : 'measured'].add(record.block);
    }
    this.#studies.add(record);
  }

  summarize(path: string): RunSummary {
    const { id, startedAt, harnessVersion, seed, plan, machine, tools, labels, skippedRunners } =
      this.#manifest;
    const end = this.#end;
    return {
      id,
      path,
      startedAt,
      endedAt: end?.endedAt ?? null,
      harnessVersion,
      seed,
      complete: end !== null,
      stopReason: end?.stopReason ?? null,
      precision: plan.precision,
      blocks: {
        measured: this.#blocks.measured.size,
        warmup: this.#blocks.warmup.size,
        discarded: this.#discardedBlocks,
        disturbed: this.disturbedBlocks.length,
      },
      disturbances: Object.fromEntries(this.#disturbed),
      quietness: this.#manifest.quietness,
      measuringNs: end?.measuringNs ?? null,
      insideTrials: end && end.measuringNs > 0 ? end.insideTrialsNs / end.measuringNs : null,
      machine,
      tools,
      labels,
      workloads: [...this.#workloads.values()].map(({ workload, inputBytes, outputBytes, inProcessNs }) => ({
        workload,
        inProcessMedianNs: median(inProcessNs),
        inputBytes,
        outputBytes,
      })),
      subjects: [...this.#subjects.values()].map((subject) =>
        subject.summarize(this.#baselineOf(subject), this.#inProcessMedian(subject)),
      ),
      studies: this.#studies.summarize(),
      skippedRunners,
      merged: this.#merged(),
    };
  }

  #merged(): RunSummary['merged'] {
    const { merged } = this.#manifest;
    if (!merged) return null;
    return mergedSummary(
      merged,
      this.#parts,
      [...this.#subjects.values()].map(({ series }) => series),
    );
  }

  #addBlock({ block, warmup, discarded, disturbances }: BlockRecord): void {
    if (discarded) this.#discardedBlocks += 1;
    if (warmup || discarded || disturbances.length === 0) return;
    this.disturbedBlocks.push(block);
    for (const id of disturbances) this.#disturbed.set(id, (this.#disturbed.get(id) ?? 0) + 1);
  }

  #baselineOf(collector: SubjectCollector): SubjectCollector | null {
    const baseline = baselineOf(collector.series.subject, this.#manifest.subjects);
    return baseline && (this.#subjects.get(baseline.subject) ?? null);
  }

  #inProcessMedian({ series }: SubjectCollector): Ns | null {
    return median(this.#workloads.get(series.subject.workload)?.inProcessNs ?? []);
  }
}
