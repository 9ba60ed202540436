import type { Inferred } from '../model/inferred.ts';
import {
  cliffsDelta,
  type Estimate,
  hodgesLehmann,
  mannWhitney,
  pairedShift,
  type RankTest,
  Sorted,
  wilcoxonSignedRank,
} from '../stats/index.ts';
import type { changeSchema, intervalSchema } from './row-schema.ts';

export type Interval = Inferred<typeof intervalSchema>;

/** How far new is from old. Intervals are 95 % ones unless named otherwise. */
export type Change = Inferred<typeof changeSchema>;

/** Samples of two runs. None of the two is empty. */
export const independentChange = (old: Sorted, fresh: Sorted): Change => changeBy(INDEPENDENT, old, fresh);

/** Samples of the same blocks, in their order. There is at least one block. */
export const pairedChange = (old: Float64Array, fresh: Float64Array): Change => changeBy(PAIRED, old, fresh);

/** How a design estimates and tests; `S` is what it takes the samples of a side as. */
interface Method<S> {
  readonly name: string;
  shift(fresh: S, old: S, options: { level: number }): Estimate;
  test(fresh: S, old: S): RankTest;
  delta(fresh: S, old: S): number | null;
  /** Null when a sample has no logarithm. */
  logarithms(samples: S): S | null;
}

const logarithms = (values: Float64Array): Float64Array | null =>
  values.every((value) => value > 0) ? values.map(Math.log) : null;

const INDEPENDENT: Method<Sorted> = {
  name: 'Mann-Whitney',
  shift: hodgesLehmann,
  test: mannWhitney,
  delta: (fresh, old) => cliffsDelta(fresh, old)?.delta ?? null,
  logarithms: ({ values }) => {
    const logs = logarithms(values);
    return logs && Sorted.of(logs);
  },
};

const PAIRED: Method<Float64Array> = {
  name: 'Wilcoxon signed-rank',
  shift: pairedShift,
  test: wilcoxonSignedRank,
  delta: (fresh, old) => {
    const differences = fresh.map((value, block) => value - (old[block] ?? Number.NaN));
    return cliffsDelta(differences, [0])?.delta ?? null;
  },
  logarithms,
};

/**
 * The ratio is estimated and tested on the logarithms, where it is a shift: a verdict is then the same in every unit,
 * turns around when the sides do, and rests on no division by a median that is itself uncertain.
 */
function changeBy<S>(method: Method<S>, old: S, fresh: S): Change {
  const shift = method.shift(fresh, old, { level: 0.95 });
  if (shift.estimate === null) throw new Error(`no shift: ${shift.reason}`);
  const [oldLog, newLog] = [method.logarithms(old), method.logarithms(fresh)];
  const tested = oldLog && newLog ? { old: oldLog, new: newLog } : null;
  const ratioAt = (level: number) => tested && method.shift(tested.new, tested.old, { level });
  const ratio = ratioAt(0.95);
  const { p, method: nullDistribution } = method.test(tested?.new ?? fresh, tested?.old ?? old);
  return {
    shift: shift.estimate,
    shiftInterval: shift.interval && { low: shift.interval.low, high: shift.interval.high },
    ratio: typeof ratio?.estimate === 'number' ? Math.exp(ratio.estimate) : null,
    ratioInterval: exponential(ratio),
    equivalenceInterval: exponential(ratioAt(0.9)),
    p,
    cliffsDelta: method.delta(fresh, old),
    test: nullDistribution && `${method.name}, ${nullDistribution}`,
    drift: null,
    note: shift.reason,
  };
}

/** The interval of a ratio from that of its logarithm. */
export const exponential = (estimate: Estimate | null): Interval | null =>
  estimate?.interval
    ? { low: Math.exp(estimate.interval.low), high: Math.exp(estimate.interval.high) }
    : null;
