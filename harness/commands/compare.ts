import { closest } from 'fastest-levenshtein';
import { compareSets, compareWithin } from '../compare/compare.ts';
import type { CompareOptions, Comparison } from '../compare/comparison.ts';
import { type ComparableSet, loadComparable } from '../compare/load.ts';
import { DEFAULT_THRESHOLD } from '../compare/verdict.ts';
import { UsageError } from '../model/errors.ts';
import { METRICS } from '../model/metrics.ts';
import { formatComparisons } from '../report/comparison/format-comparison.ts';
import { toJsonComparisons } from '../report/comparison/json.ts';
import { formatJson } from '../report/json-summary.ts';
import { terminalOptions } from '../report/terminal-options.ts';
import { failuresOf } from './compare-failures.ts';
import type { CompareFlags } from './compare-options.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import type { Io } from './io.ts';

/** `coldbench compare FILE…`: exits with 1 if a verdict is one of `--fail-on`. */
export async function compare(paths: readonly string[], flags: CompareFlags, io: Io): Promise<ExitCode> {
  const options: CompareOptions = {
    threshold: flags.threshold ?? DEFAULT_THRESHOLD,
    metrics: (flags.metric ?? []).map(requireMetric),
    acrossMachines: flags.acrossMachines ?? false,
  };
  const comparisons = await compareFiles(paths, options);
  io.stdout.write(
    flags.json
      ? `${formatJson(toJsonComparisons(comparisons))}\n`
      : formatComparisons(comparisons, terminalOptions(io.stdout, io.env)),
  );
  const failures = failuresOf(comparisons, flags.failOn ?? []);
  for (const failure of failures) io.stderr.write(`coldbench: ${failure}\n`);
  return failures.length > 0 ? EXIT.failed : EXIT.ok;
}

/** One set after the other, and the baseline only once: memory holds two at most. */
async function compareFiles(paths: readonly string[], options: CompareOptions): Promise<Comparison[]> {
  const [first, ...others] = paths;
  if (first === undefined) throw new Error('compare was called without a file');
  const baseline = await loadComparable(first);
  if (others.length === 0) return compareWorkloads(baseline, options);
  const comparisons: Comparison[] = [];
  for (const path of others) comparisons.push(compareSets(baseline, await loadComparable(path), options));
  return comparisons;
}

function compareWorkloads(set: ComparableSet, options: CompareOptions): Comparison[] {
  const workloads = new Set([...set.subjects.values()].map(({ subject }) => subject.workload));
  const [first, ...others] = workloads;
  if (first !== undefined && others.length > 0)
    return others.map((other) => compareWithin(set, first, other, options));
  throw new UsageError(
    'ONE_WORKLOAD',
    `${set.path} holds one workload: there is nothing to compare it with.`,
    {
      remedy: `Name a second result set, as in \`coldbench compare ${set.path} NEW.ndjson\`; or measure two workloads in one run.`,
    },
  );
}

const METRIC_NAMES = METRICS.map(({ name }) => name);

function requireMetric(name: string): string {
  if (METRIC_NAMES.includes(name)) return name;
  throw new UsageError(
    'UNKNOWN_METRIC',
    `There is no metric '${name}'; did you mean '${closest(name, METRIC_NAMES)}'?`,
    {
      remedy: `The metrics are ${METRIC_NAMES.join(', ')}.`,
    },
  );
}
