import { compareSets, compareWithin } from '../compare/compare.ts';
import type { CompareOptions, Comparison } from '../compare/comparison.ts';
import { type ComparableSet, collectComparable } from '../compare/load.ts';
import { DEFAULT_THRESHOLD } from '../compare/verdict.ts';
import { compareCommands, compareTimes } from '../hyperfine/compare.ts';
import { openMeasurements } from '../hyperfine/open.ts';
import type { HyperfineRun } from '../hyperfine/run.ts';
import { type TimedFile, timesOfRun, timesOfSet } from '../hyperfine/times.ts';
import type { TimesComparison } from '../hyperfine/times-comparison.ts';
import { UsageError } from '../model/errors.ts';
import { failuresOf } from './compare-failures.ts';
import type { CompareFlags } from './compare-options.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import type { Io } from './io.ts';
import { requireMetric } from './metric-name.ts';
import { printerOf } from './print-comparisons.ts';

/** `coldbench compare FILE…`: exits with 1 if a verdict is one of `--fail-on`. */
export async function compare(paths: readonly string[], flags: CompareFlags, io: Io): Promise<ExitCode> {
  const options: CompareOptions = {
    threshold: flags.threshold ?? DEFAULT_THRESHOLD,
    metrics: (flags.metric ?? []).map((name) => requireMetric(name).name),
    acrossMachines: flags.acrossMachines ?? false,
    allowEmulated: flags.allowEmulated ?? false,
  };
  const print = printerOf(flags, io);
  const comparisons = await compareFiles(paths, options);
  print(comparisons);
  const failures = failuresOf(comparisons, flags.failOn ?? []);
  for (const failure of failures) io.stderr.write(`coldbench: ${failure}\n`);
  return failures.length > 0 ? EXIT.failed : EXIT.ok;
}

type AnyComparison = Comparison | TimesComparison;

type Loaded =
  | { readonly is: 'resultSet'; readonly set: ComparableSet }
  | { readonly is: 'hyperfine'; readonly run: HyperfineRun };

async function load(path: string): Promise<Loaded> {
  const measured = await openMeasurements(path);
  if (measured.is === 'hyperfine') return measured;
  return { is: 'resultSet', set: await collectComparable(path, measured.lines) };
}

/** One set after the other, and the baseline only once: memory holds two at most. */
async function compareFiles(paths: readonly string[], options: CompareOptions): Promise<AnyComparison[]> {
  const [first, ...others] = paths;
  if (first === undefined) throw new Error('compare was called without a file');
  const baseline = await load(first);
  if (others.length === 0) return compareWithinFile(baseline, options);
  const comparisons: AnyComparison[] = [];
  for (const path of others) comparisons.push(compareTwo(baseline, await load(path), options));
  return comparisons;
}

const compareWithinFile = (file: Loaded, options: CompareOptions): AnyComparison[] =>
  file.is === 'hyperfine' ? [compareCommands(file.run, options)] : compareWorkloads(file.set, options);

function compareTwo(old: Loaded, fresh: Loaded, options: CompareOptions): AnyComparison {
  if (old.is === 'resultSet' && fresh.is === 'resultSet') return compareSets(old.set, fresh.set, options);
  return compareTimes(timesOf(old), timesOf(fresh), options);
}

const timesOf = (loaded: Loaded): TimedFile =>
  loaded.is === 'hyperfine' ? timesOfRun(loaded.run) : timesOfSet(loaded.set);

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
