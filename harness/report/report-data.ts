import { readResultSet } from '../model/codec.ts';
import { METRICS } from '../model/metrics.ts';
import type { StudySummaries } from '../studies/summaries.ts';
import { distinct } from './distinct.ts';
import { coldSubjects, type LadderRow, ladderOf } from './ladder.ts';
import { mapStrings, safeText } from './sanitize.ts';
import { byColdStart, subjectNames, workloadsOf } from './subject-names.ts';
import type { SubjectCollector } from './subject-summary.ts';
import { collect, type RunCollector } from './summary.ts';
import type { RunSummary, SubjectSummary, WorkloadSummary } from './summary-types.ts';
import type { WarmCurve } from './warm-samples.ts';

/** The measured trials of a subject, column by column: entry i of each is of the same trial. */
export interface TrialColumns {
  readonly blocks: readonly number[];
  /** Under the name of the metric, in its unit; null where a trial has no such figure. */
  readonly figures: Readonly<Record<string, readonly (number | null)[]>>;
}

/** A row of a report, and what its charts are drawn from. */
export interface ReportSubject {
  /** Unique in its workload. */
  readonly name: string;
  /** Without its samples: they are in `trials`. */
  readonly summary: SubjectSummary;
  readonly trials: TrialColumns;
  readonly warmCurve: WarmCurve;
}

export interface ReportWorkload {
  readonly workload: string;
  readonly facts: WorkloadSummary | null;
  /** What starts cold, the fastest first: what charts draw. Without what a translator ran, unless there is nothing else. */
  readonly subjects: readonly ReportSubject[];
  /** All else: it has its figures in the tables. */
  readonly others: readonly ReportSubject[];
  /** Empty when nothing does. */
  readonly ladder: readonly ReportLadderRow[];
  /** Numbers of the measured blocks that something disturbed. */
  readonly disturbedBlocks: readonly number[];
  readonly studies: StudySummaries;
}

/** A packaging on the ladder, under the name of its subject. */
export interface ReportLadderRow extends Pick<LadderRow, 'steps' | 'missing'> {
  readonly name: string;
}

/** One run, as a page or a picture shows it; its strings are harmless and short. */
export interface ReportRun {
  readonly summary: RunSummary;
  readonly workloads: readonly ReportWorkload[];
}

const LONGEST_TEXT = 1000;
const LONGEST_NAME = 60;

/** Reads a result set in one pass. */
export async function readReportRun(path: string): Promise<ReportRun> {
  const collector = await collect(path, readResultSet(path));
  const summary = collector.summarize(path);
  return mapStrings(
    {
      summary: { ...summary, subjects: summary.subjects.map(withoutSamples) },
      workloads: workloadsOf(summary.subjects).map((workload) => readWorkload(workload, summary, collector)),
    },
    (text) => safeText(text, LONGEST_TEXT),
  );
}

function readWorkload(workload: string, summary: RunSummary, collector: RunCollector): ReportWorkload {
  const all = summary.subjects.filter((subject) => subject.workload === workload);
  const cold = byColdStart(coldSubjects(all));
  const subjects = [...cold, ...byColdStart(all.filter((subject) => !cold.includes(subject)))];
  const real = cold.filter(({ emulated }) => emulated === null);
  const drawn = real.length > 0 ? real.length : cold.length;
  const nameOf = subjectNames(subjects, LONGEST_NAME);
  const names = distinct(subjects.map((subject) => safeText(nameOf(subject), LONGEST_NAME)));
  const nameFor = ({ subject: id }: SubjectSummary): string =>
    names[subjects.findIndex(({ subject }) => subject === id)] ?? id;
  const reported = subjects.map((subject) => reportSubject(subject, nameFor(subject), collector));
  return {
    workload,
    facts: summary.workloads.find((one) => one.workload === workload) ?? null,
    disturbedBlocks: collector.disturbedBlocks,
    studies: summary.studies,
    subjects: reported.slice(0, drawn),
    others: reported.slice(drawn),
    ladder: ladderOf(all).map(({ cold: row, steps, missing }) => ({ name: nameFor(row), steps, missing })),
  };
}

function reportSubject(subject: SubjectSummary, name: string, collector: RunCollector): ReportSubject {
  const collected = collector.subjects.get(subject.subject);
  if (!collected) throw new Error(`${subject.subject} is in no manifest`);
  return {
    name,
    summary: withoutSamples(subject),
    trials: columnsOf(collected),
    warmCurve: collected.warmCurve(),
  };
}

function withoutSamples(subject: SubjectSummary): SubjectSummary {
  return subject.coldStart ? { ...subject, coldStart: { ...subject.coldStart, samplesNs: [] } } : subject;
}

function columnsOf({ series }: SubjectCollector): TrialColumns {
  // Every completed trial has a cold start.
  const { blocks } = series.of('coldStart');
  const rowOf = new Map(blocks.map((block, row) => [block, row]));
  const figures: Record<string, (number | null)[]> = {};
  for (const { name, study } of METRICS) {
    if (study) continue;
    const column = series.of(name);
    if (column.values.length === 0) continue;
    const filled = new Array<number | null>(blocks.length).fill(null);
    column.blocks.forEach((block, index) => {
      filled[rowOf.get(block) ?? -1] = column.values[index] ?? null;
    });
    figures[name] = filled;
  }
  return { blocks, figures };
}
