import type { Inferred } from '../model/inferred.ts';
import { median } from '../stats/index.ts';
import type { runnerCheckSchema, sensitivitySchema } from './check-schema.ts';
import { chanceToFind, detectableChange, leastFound } from './detectable.ts';
import type { RepeatCheck } from './evaluate.ts';
import { wilson } from './wilson.ts';

/** A delay over all repeats. */
export type Sensitivity = Inferred<typeof sensitivitySchema>;

/** All repeats of one workload on one runner. */
export type RunnerCheck = Omit<Inferred<typeof runnerCheckSchema>, 'repeats'> & {
  readonly repeats: readonly RepeatCheck[];
};

/** Repeats of other workloads and runners are kept apart: their spreads have nothing to do with each other. */
export function poolRepeats(repeats: readonly RepeatCheck[]): RunnerCheck[] {
  const keyOf = ({ source, runner }: RepeatCheck): string => `${source} ${runner}`;
  return [...new Set(repeats.map(keyOf))].map((key) => pool(repeats.filter((one) => keyOf(one) === key)));
}

function pool(repeats: readonly RepeatCheck[]): RunnerCheck {
  const twins = repeats.map((repeat) => repeat.twins);
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  const familySize = Math.max(1, ...twins.map((twin) => twin.familySize));
  const blocks = middle(repeats.map((repeat) => repeat.blocks));
  const logRatios = repeats.flatMap((repeat) => repeat.logRatios);
  const least = leastFound({ logRatios, blocks: Math.round(blocks), familySize });
  return {
    source: repeats[0]?.source ?? '',
    runner: repeats[0]?.runner ?? 'process',
    repeats,
    blocks,
    familySize,
    measuringNs: median(repeats.flatMap(({ measuringNs }) => measuringNs ?? [])),
    coldStartNs: middle(twins.map(({ coldStart }) => coldStart.oldMedian)),
    falseAlarms: wilson(twins.filter(({ alarms }) => alarms.length > 0).length, twins.length),
    falseRows: wilson(
      sum(twins.map(({ alarms }) => alarms.length)),
      sum(twins.map((twin) => twin.familySize)),
    ),
    falsePhases: wilson(
      sum(twins.map(({ phaseAlarms }) => phaseAlarms.length)),
      sum(twins.map(({ phases }) => phases)),
    ),
    sensitivity: sensitivity(repeats, least),
    detectable: detectableChange(least),
  };
}

function sensitivity(repeats: readonly RepeatCheck[], least: Float64Array): Sensitivity[] {
  const coldStartNs = middle(repeats.map(({ twins }) => twins.coldStart.oldMedian));
  const delays = repeats.flatMap((repeat) => repeat.delays);
  const shares = [...new Set(delays.map(({ share }) => share))].sort((a, b) => a - b);
  return shares.map((share) => {
    const of = delays.filter((delay) => delay.share === share);
    const delayNs = middle(of.map((delay) => delay.delayNs));
    return {
      share,
      delayNs,
      measuredNs: middle(of.map(({ coldStart }) => coldStart.shift)),
      found: wilson(of.filter(({ found }) => found).length, of.length),
      predicted: chanceToFind(delayNs / coldStartNs, least),
    };
  });
}

/** The median of what is there at least once. */
function middle(values: readonly number[]): number {
  const value = median(values);
  if (value === null) throw new Error('the median of nothing');
  return value;
}
