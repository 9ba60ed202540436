import { numberMachines, sharing } from '../fleet/same-machine.ts';
import type { Merged, PartRecord } from '../model/schema.ts';
import type { SubjectSeries } from '../model/series.ts';
import { levelVariance } from '../stats/drift.ts';
import type { RunSummary } from './summary-types.ts';
import { medianEstimate } from './times-summary.ts';

type MergedSummary = NonNullable<RunSummary['merged']>;

/** A median of fewer says too little of a machine's level. */
const LEAST_TRIALS = 4;

/** What a merged file was made of; `parts` in the order of the file, `series` of all subjects. */
export function mergedSummary(
  { mode, missing }: Merged,
  parts: readonly PartRecord[],
  series: readonly SubjectSeries[],
): MergedSummary {
  const machines = numberMachines(parts);
  return {
    mode,
    machines: new Set(machines).size,
    missing,
    parts: parts.map((record, index) => partSummary(record, machines[index] ?? 0)),
    sharedMachine: sharing(parts).map((group) => group.map(({ part }) => part)),
    levels: series.map((one) => levelsOf(one, parts)),
  };
}

const partSummary = (
  { part, file, seed, startedAt, endedAt, stopReason, firstBlock, labels }: PartRecord,
  machine: number,
): MergedSummary['parts'][number] => ({
  part,
  file,
  machine,
  seed,
  startedAt,
  endedAt,
  stopReason,
  firstBlock,
  labels,
});

/** Cold starts part by part. On the logarithm, where the same factor is the same distance at every level. */
export function levelsOf(
  series: SubjectSeries,
  parts: readonly PartRecord[],
): MergedSummary['levels'][number] {
  const samples = samplesByPart(series, parts);
  const firm = samples.map(({ values }) => values).filter(({ length }) => length >= LEAST_TRIALS);
  const logarithms = firm.map((values) => Float64Array.from(values, Math.log));
  return {
    subject: series.subject.subject,
    spread: logarithms.length < 2 ? null : Math.sqrt(levelVariance(logarithms)),
    parts: samples.flatMap(({ part, values }) => {
      const medianNs = medianEstimate(values);
      return medianNs ? [{ part, medianNs }] : [];
    }),
    artifactBytes: sizesOf(series, parts),
  };
}

function sizesOf({ subject: { subject } }: SubjectSeries, parts: readonly PartRecord[]) {
  const sizes = parts.flatMap(({ artifactBytes }) => artifactBytes[subject] ?? []).sort((a, b) => a - b);
  const [least, most] = [sizes[0], sizes.at(-1)];
  return least === undefined || most === undefined ? null : { least, most };
}

function samplesByPart(series: SubjectSeries, parts: readonly PartRecord[]) {
  const { blocks, values } = series.of('coldStart');
  return parts.map(({ part, firstBlock }, index) => {
    const end = parts[index + 1]?.firstBlock ?? Infinity;
    return {
      part,
      values: values.filter((_, at) => {
        const block = blocks[at] ?? -1;
        return block >= firstBlock && block < end;
      }),
    };
  });
}
