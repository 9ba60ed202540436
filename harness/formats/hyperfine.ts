import { mean, sampleStandardDeviation } from 'simple-statistics';
import { readResultSet } from '../model/codec.ts';
import { keptRecords } from '../model/kept-records.ts';
import type { CompletedTrial } from '../model/schema.ts';
import type { Bytes, Ns } from '../model/units.ts';
import { formatJson } from '../report/json-summary.ts';
import { median } from '../stats/index.ts';
import type { Format } from './format.ts';

/** The cold starts of one subject, in the order in which they ran. */
interface Runs {
  readonly coldNs: Ns[];
  /** The guest's largest resident set until its first response. */
  readonly peakBytes: (Bytes | null)[];
}

/**
 * What hyperfine 1.20 writes with `--export-json`, and its scripts read: `BenchmarkResult` of its
 * src/benchmark/benchmark_result.rs. Times are cold starts in seconds, where hyperfine's run to the exit of a process.
 * Subjects without a completed trial are absent, and so are trials that failed: a result has no place for them.
 */
export const hyperfine: Format = {
  name: 'hyperfine',
  purpose: "hyperfine's scripts, such as plot_whisker.py: the cold starts as its --export-json, in seconds",
  async *write(path) {
    const subjects = new Map<string, Runs>();
    for await (const record of keptRecords(readResultSet(path))) {
      if (record.kind === 'manifest')
        for (const { subject } of record.subjects) subjects.set(subject, { coldNs: [], peakBytes: [] });
      if (record.kind === 'trial' && record.status === 'completed' && !record.warmup)
        addTrial(subjects.get(record.subject), record);
    }
    const measured = [...subjects].filter(([, { coldNs }]) => coldNs.length > 0);
    yield `${formatJson({ results: measured.map(([subject, runs]) => resultOf(subject, runs)) })}\n`;
  },
};

function addTrial(runs: Runs | undefined, { firstResponseNs, coldResources }: CompletedTrial): void {
  runs?.coldNs.push(firstResponseNs);
  runs?.peakBytes.push(coldResources.peakRssBytes);
}

function resultOf(subject: string, { coldNs, peakBytes }: Runs) {
  const peaks = peakBytes.filter((bytes) => bytes !== null);
  return {
    command: subject,
    mean: seconds(mean(coldNs)),
    // As hyperfine: of a sample, and null for a single run.
    stddev: coldNs.length > 1 ? seconds(sampleStandardDeviation(coldNs)) : null,
    median: seconds(median(coldNs) ?? Number.NaN),
    // A trial knows the two only together, and their mean would be no fact about either. hyperfine always writes these
    // keys, so that a reader may ask for them; null is what its writer makes of a number that is none. No script reads
    // them.
    user: null,
    system: null,
    min: seconds(coldNs.reduce((least, ns) => Math.min(least, ns))),
    max: seconds(coldNs.reduce((most, ns) => Math.max(most, ns))),
    times: coldNs.map(seconds),
    // Optional, and all or none: the list cannot say of one run that it has no figure.
    ...(peaks.length === coldNs.length && { memory_usage_byte: peaks }),
    // A guest is stopped, it does not end by itself: it has no exit code, and 0 would claim one.
    exit_codes: coldNs.map(() => null),
  };
}

const seconds = (ns: Ns): number => ns / 1e9;
