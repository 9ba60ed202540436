import { loadComparable } from '../compare/load.ts';
import type { Machine } from '../model/schema.ts';
import { summarizeFile } from '../report/summary.ts';
import type { Estimate, RunSummary } from '../report/summary-types.ts';
import { median, medianInterval } from '../stats/index.ts';
import { evaluateRepeat, type RepeatCheck } from './evaluate.ts';
import { bareLaunchesOf, roleOf } from './labels.ts';
import { poolRepeats, type RunnerCheck } from './pool.ts';
import { statementOf } from './statement.ts';

/** What the instrument costs by itself. */
export interface Floor {
  /** `true` through the starting gate, until the harness knows that it has ended. */
  readonly bareLaunchNs: Estimate | null;
  /** The empty workload in every packaging. */
  readonly run: RunSummary;
}

export type Check = RunnerCheck & { readonly statement: string };

/** All that a self-check says; rebuilt from its files alone. */
export interface SelfcheckReport {
  readonly harnessVersion: string;
  readonly machine: Machine;
  /** Null when it was left out. */
  readonly floor: Floor | null;
  readonly checks: readonly Check[];
  readonly files: readonly string[];
}

/**
 * The report of these files, in any order; calibrations are passed over. Null when there is no file.
 * @throws ColdbenchError of the reader, `NOT_A_SELFCHECK`, and those of `evaluateRepeat`.
 */
export async function readReport(paths: readonly string[]): Promise<SelfcheckReport | null> {
  let floor: Floor | null = null;
  let last: RunSummary | null = null;
  const repeats: RepeatCheck[] = [];
  for (const path of paths) {
    const summary = await summarizeFile(path);
    const role = roleOf(path, summary);
    if (role === 'floor') floor = { bareLaunchNs: bareLaunch(summary), run: summary };
    if (role === 'repeat') repeats.push(evaluateRepeat(await loadComparable(path)));
    last = summary;
  }
  if (!last) return null;
  const { harnessVersion, machine } = last;
  const checks = poolRepeats(repeats).map((check) => ({ ...check, statement: statementOf(check, machine) }));
  return { harnessVersion, machine, floor, checks, files: [...paths] };
}

function bareLaunch(summary: RunSummary): Estimate | null {
  const samples = bareLaunchesOf(summary);
  const value = median(samples);
  if (value === null) return null;
  const { interval, reason } = medianInterval(samples);
  return { value, interval, n: samples.length, note: reason };
}
