import { join } from 'node:path';
import { hiddenDifferences } from '../../compare/hidden-differences.ts';
import { type ComparableSet, loadComparable } from '../../compare/load.ts';
import { NO_PRECISION } from '../../experiment/plan.ts';
import { type RunOptions, runBenchmark } from '../../experiment/run.ts';
import { readMachine } from '../../machine/fingerprint.ts';
import { ColdbenchError } from '../../model/errors.ts';
import type { Plan } from '../../model/schema.ts';
import type { Ns } from '../../model/units.ts';
import { nameOf } from '../../report/comparison/hidden-table.ts';
import { listing } from '../../report/text.ts';
import { lookWithin } from '../match-beside.ts';
import type { GateRules } from '../rules.ts';
import { findMaterials, type MaterialSources, type Materials } from './materials.ts';
import type { RerunReport, RerunRequest } from './report.ts';

export interface RerunContext
  extends Pick<RunOptions, 'seed' | 'command' | 'useCache' | 'signal' | 'observer'> {
  readonly sources: MaterialSources;
  readonly rules: GateRules;
  /** Of all reruns together. */
  readonly budgetNs: Ns;
  /** Where their result sets go. */
  readonly folder: string;
}

type Ready = { readonly request: RerunRequest; readonly found: Materials };

/**
 * Measures old and new code again, a run a workload. What can be measured shares the budget.
 * @throws the signal's reason when it is interrupted; UsageError for a `--baseline-module` that is none.
 */
export async function rerunAll(
  requests: readonly RerunRequest[],
  context: RerunContext,
): Promise<RerunReport[]> {
  const elsewhere = await whyElsewhere(context.sources.candidate);
  if (elsewhere) return requests.map(({ workload }) => ({ status: 'impossible', workload, ...elsewhere }));
  const ready: Ready[] = [];
  for (const request of requests)
    ready.push({ request, found: await findMaterials(request.workload, context.sources) });
  const runs = ready.filter(({ found }) => found.found).length;
  const reports: RerunReport[] = [];
  for (const one of ready)
    reports.push(await rerunOne(one, reports.length, context.budgetNs / runs, context));
  return reports;
}

/** What another machine says of the code says nothing of a change that was seen on the candidate's. */
async function whyElsewhere({ manifest }: ComparableSet): Promise<{ reason: string; remedy: string } | null> {
  const here = { ...manifest, machine: await readMachine(null) };
  const decisive = hiddenDifferences(manifest, here).filter((one) => one.decisive);
  if (decisive.length === 0) return null;
  return {
    reason: `this is not the machine that the candidate was measured on (${listing(decisive.map(nameOf))})`,
    remedy: 'Run the gate where the candidate is measured, or let it measure the candidate here: --workload.',
  };
}

async function rerunOne(
  { request, found }: Ready,
  index: number,
  budgetNs: Ns,
  context: RerunContext,
): Promise<RerunReport> {
  const { workload } = request;
  if (!found.found) return { status: 'impossible', workload, reason: found.reason, remedy: found.remedy };
  const path = join(context.folder, `confirmation-${index + 1}.ndjson`);
  try {
    return await measure(request, found, path, budgetNs, context);
  } catch (error) {
    // A run that fails leaves the gate undecided; it does not undo what is known of other workloads.
    if (context.signal.aborted || !(error instanceof ColdbenchError)) throw error;
    const remedy = error.remedy ?? 'Mend that, and repeat the gate.';
    return { status: 'impossible', workload, reason: `measuring it again failed: ${error.message}`, remedy };
  }
}

async function measure(
  { workload, runners, metrics }: RerunRequest,
  found: Materials & { readonly found: true },
  path: string,
  budgetNs: Ns,
  context: RerunContext,
): Promise<RerunReport> {
  const { rules, sources, seed, signal, command, useCache, observer } = context;
  observer.note(`Old and new code of ${workload} again, in the same blocks: ${runners.join(', ')}.`);
  await runBenchmark({
    workloads: [found.old, found.new],
    runnerNames: runners,
    plan: planOf(sources.candidate.manifest.plan, budgetNs),
    seed,
    labels: { gate: 'confirmation', candidate: sources.candidate.manifest.id },
    command,
    outPath: path,
    cacheDir: sources.cacheDir,
    useCache,
    signal,
    observer,
  });
  signal.throwIfAborted();
  const set = await loadComparable(path);
  return { status: 'run', workload, path, look: lookWithin(set, workload, { ...rules, metrics }) };
}

/** Trials as the candidate's, and as many of them as the budget holds. */
const planOf = (plan: Plan, budgetNs: Ns): Plan => ({
  ...plan,
  blocks: null,
  budgetNs: Math.round(budgetNs),
  precision: NO_PRECISION,
});
