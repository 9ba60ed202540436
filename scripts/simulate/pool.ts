import type { ComparableSet } from '../../harness/compare/load.ts';
import { METRICS, type Metric } from '../../harness/model/metrics.ts';
import type { SubjectSeries } from '../../harness/model/series.ts';
import type { Ns } from '../../harness/model/units.ts';
import { AGAIN, BASE } from '../../harness/selfcheck/probes.ts';

/** One row of the families to draw: a figure a block, of one or of two names of one thing. */
export interface PoolRow {
  readonly subject: string;
  readonly metric: Metric;
  readonly first: Float64Array;
  /** The same blocks under the other name; null when the set has no twins. */
  readonly second: Float64Array | null;
}

/** Real trials to draw from. Every row has the same blocks, in the order in which they ran. */
export interface Pool {
  readonly path: string;
  readonly blocks: number;
  readonly rows: readonly PoolRow[];
  /** The row that changes are injected into: the first cold start. */
  readonly target: number;
  /** How long a block took, on average; null for a run that was cut off. */
  readonly blockNs: Ns | null;
  /** What was left out. */
  readonly notes: readonly string[];
}

/** A metric that fewer blocks have is left out, so that it does not cost the others their blocks. */
const LEAST_SHARE = 0.9;

interface Candidate {
  readonly subject: string;
  readonly metric: Metric;
  /** By block; one or two names. */
  readonly names: readonly ReadonlyMap<number, number>[];
}

/**
 * The pool of a result set. A set that has `base` and `again` gives pairs; of any other, all subjects are drawn
 * together, block by block, and both sides from the same pool.
 * @throws RangeError when it has no two blocks that all rows share.
 */
export function poolOf(set: ComparableSet): Pool {
  const candidates = candidatesOf(set);
  const all = new Set(candidates.flatMap(({ names }) => names.flatMap((name) => [...name.keys()])));
  const isFrequent = ({ names }: Candidate): boolean =>
    names.every((name) => name.size >= LEAST_SHARE * all.size);
  const kept = candidates.filter(isFrequent);
  const shared = [...all]
    .sort((a, b) => a - b)
    .filter((block) => kept.every(({ names }) => names.every((name) => name.has(block))));
  const target = kept.findIndex(({ metric }) => metric.name === 'coldStart');
  if (shared.length < 2 || target < 0) throw new RangeError(`${set.path} has no blocks to draw from`);
  return {
    path: set.path,
    blocks: shared.length,
    rows: kept.map((candidate) => rowOf(candidate, shared)),
    target,
    blockNs: set.end && set.end.measuringNs / (all.size + set.manifest.plan.warmupBlocks),
    notes: [
      ...candidates.flatMap((one) =>
        one.names.some((name) => name.size > 0) && !isFrequent(one)
          ? [`${one.metric.label} of ${one.subject}`]
          : [],
      ),
      ...(shared.length < all.size ? [`${all.size - shared.length} blocks without all figures`] : []),
    ],
  };
}

/** Exact figures are not drawn: they are compared by value, and trials of one artifact have one. */
function candidatesOf({ subjects }: ComparableSet): Candidate[] {
  const all = [...subjects.values()];
  const metrics = METRICS.filter(({ role, assume }) => role === 'primary' && assume === 'nothing');
  const twins = all.filter(({ subject }) => subject.workload === BASE);
  const groups: SubjectSeries[][] = twins.flatMap((base) => {
    const again = all.find(
      ({ subject }) => subject.workload === AGAIN && subject.runner === base.subject.runner,
    );
    return again ? [[base, again]] : [];
  });
  return (groups.length > 0 ? groups : all.map((series) => [series])).flatMap((group) =>
    metrics.map((metric) => ({
      subject: group[0]?.subject.subject ?? '',
      metric,
      names: group.map((series) => byBlock(series, metric)),
    })),
  );
}

function byBlock(series: SubjectSeries, { name }: Metric): Map<number, number> {
  const { blocks, values } = series.of(name);
  return new Map(blocks.map((block, index) => [block, values[index] ?? Number.NaN]));
}

function rowOf({ subject, metric, names }: Candidate, blocks: readonly number[]): PoolRow {
  const column = (name: ReadonlyMap<number, number> | undefined): Float64Array =>
    Float64Array.from(blocks, (block) => name?.get(block) ?? Number.NaN);
  return { subject, metric, first: column(names[0]), second: names[1] ? column(names[1]) : null };
}
