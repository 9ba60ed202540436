import { createHash } from 'node:crypto';
import { type ComparableSet, collectSet } from '../../compare/load.ts';
import { conditionOf } from '../../model/conditions.ts';
import { hashing } from '../../model/digest.ts';
import type { ColdbenchError } from '../../model/errors.ts';
import { METRICS } from '../../model/metrics.ts';
import type { WorkloadRecord } from '../../model/schema.ts';
import type { SubjectSeries } from '../../model/series.ts';
import { type ValidationReport, validateWhile } from '../../model/validate.ts';
import { medianEstimate } from '../../report/times-summary.ts';
import { machineClassOf } from '../machine-class.ts';
import type { SeriesKey } from '../series.ts';
import { clockProblem } from './clock.ts';
import { idOf, keyOf } from './hashes.ts';
import type { FigureRow, RunEntry } from './run-entry.ts';

/** What was read: the file's rows, and whether they may be believed. */
export interface ReadRun {
  readonly report: ValidationReport;
  /** Why it could not be read to its end. */
  readonly fault: ColdbenchError | null;
  /** Null when it is no result set, or its manifest cannot be read. */
  readonly entry: RunEntry | null;
}

/**
 * Validates a result set and makes its rows, in one pass over its bytes. `path` names it in messages.
 * @throws ColdbenchError `RESULT_NOT_FOUND` or `RESULT_NOT_READABLE`.
 */
export async function readRun(path: string, chunks: AsyncIterable<Buffer>): Promise<ReadRun> {
  const hash = createHash('sha256');
  const { report, result, fault } = await validateWhile(path, hashing(chunks, hash), (records) =>
    collectSet(path, records),
  );
  return { report, fault, entry: result && entryOf(result, hash.digest('hex'), report.complete) };
}

function entryOf(set: ComparableSet, sha256: string, complete: boolean): RunEntry {
  const { manifest, end } = set;
  const machine = machineClassOf(manifest);
  const commit = manifest.labels.commit || manifest.gitCommit;
  const startedAt = new Date(manifest.startedAt).toISOString();
  return {
    run: sha256,
    key: keyOf(sha256),
    id: storable(manifest.id),
    startedAt,
    startedMs: Date.parse(startedAt),
    commit: commit ? storable(commit) : null,
    machineId: machine.id,
    machine: storable(JSON.stringify(machine)),
    complete,
    labels: storable(JSON.stringify(manifest.labels)),
    quietness: manifest.quietness.score,
    plan: storable(JSON.stringify(manifest.plan)),
    clock: clockProblem(manifest, end),
    figures: [...set.subjects.values()].flatMap((series) => figuresOf(series, set)),
  };
}

/** Every metric of a subject that has a figure. */
function figuresOf(series: SubjectSeries, { workloads }: ComparableSet): FigureRow[] {
  const { workload, runner, variant } = series.subject;
  const condition = conditionOf(series.subject);
  const work = workDigest(workloads.get(workload));
  return METRICS.flatMap(({ name: metric }) => {
    const figure = figureOf(series, metric);
    if (figure === null) return [];
    const key: SeriesKey = { workload, work, runner, variant, condition, metric };
    return [{ series: seriesHash(key), ...storableKey(key), ...figure }];
  });
}

/** The median and the interval that `show` prints of the same samples. */
function figureOf(
  series: SubjectSeries,
  metric: string,
): Pick<FigureRow, 'value' | 'low' | 'high' | 'n'> | null {
  if (metric === 'artifactSize') {
    const { artifact } = series;
    return artifact && { value: artifact.sizeBytes, low: null, high: null, n: 1 };
  }
  const estimate = medianEstimate(series.of(metric).values);
  if (estimate === null) return null;
  const { value, interval, n } = estimate;
  return { value, low: interval?.low ?? null, high: interval?.high ?? null, n };
}

/** Other work under the same name is another series. */
const workDigest = (workload: WorkloadRecord | undefined): string =>
  idOf(JSON.stringify([workload?.inputSha256 ?? null, workload?.outputSha256 ?? null]));

const seriesHash = ({ workload, work, runner, variant, condition, metric }: SeriesKey): string =>
  idOf(JSON.stringify([workload, work, runner, variant, condition, metric]));

const storableKey = (key: SeriesKey): SeriesKey => ({
  ...key,
  workload: storable(key.workload),
  variant: storable(key.variant),
});

/** No database keeps a lone surrogate or a NUL; series are told apart by a hash of what was there. */
const storable = (text: string): string => Buffer.from(text).toString('utf8').replaceAll('\0', '\ufffd');
