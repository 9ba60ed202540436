import type { RunnerSpec } from '../../runners/runner.ts';
import { readProcess } from '../../runners/support/process-resources.ts';
import { keepHandler } from '../../workloads/kept-handler.ts';
import type { Workload } from '../../workloads/workload.ts';
import { readMachine } from '../machine/fingerprint.ts';
import { readToolVersions } from '../machine/installed-tools.ts';
import { lookAround, type Quietness } from '../machine/quietness.ts';
import { type Condition, isStartCondition, STUDY_NAMES } from '../model/conditions.ts';
import { ColdbenchError, messageOf } from '../model/errors.ts';
import {
  type CalibrationRecord,
  type Manifest,
  type Plan,
  type PlanPart,
  SCHEMA_VERSION,
  type Trial,
  type WorkloadRecord,
} from '../model/schema.ts';
import { createResultSetWriter, type ResultSetWriter, type SavedRecord } from '../model/store.ts';
import { msFromNs } from '../model/units.ts';
import { runStudies } from '../studies/index.ts';
import { type BlockProgress, type BlocksOutcome, runBlocks } from './blocks.ts';
import { calibrate } from './calibrate.ts';
import { GUEST_ENVIRONMENT } from './guest-environment.ts';
import { measureInProcess } from './in-process.ts';
import { openJournal, type RunJournal } from './journal.ts';
import { ORDINARY_LAUNCH } from './launch-defaults.ts';
import { removeLeftovers } from './leftovers.ts';
import {
  bareSubject,
  onlyCold,
  type PlannedSubject,
  type ProbedRunners,
  packageAll,
  planSubjects,
  probeRunners,
} from './prepare.ts';
import { now } from './stamps.ts';
import { prepareStarts } from './starts.ts';
import type { CheckedCall } from './trial.ts';
import { gitCommit, harnessVersion } from './versions.ts';

export interface RunOptions {
  readonly workloads: readonly Workload[];
  readonly runnerNames: readonly RunnerSpec[];
  /** What is measured, `cold` first; nothing else when left out. */
  readonly conditions?: readonly Condition[];
  readonly plan: Plan;
  readonly seed: number;
  readonly labels: Readonly<Record<string, string>>;
  /** Which part of which plan the run is; every planned runner then has to work. */
  readonly part?: PlanPart;
  readonly command: readonly string[];
  readonly outPath: string;
  readonly cacheDir: string;
  readonly useCache: boolean;
  readonly signal: AbortSignal;
  readonly observer: RunObserver;
}

/** Told between timed parts only, and synchronously; what it does is never inside a figure. */
export interface RunObserver {
  note(line: string): void;
  packaging(subject: PlannedSubject, done: number, total: number): void;
  reference(workload: string): void;
  trial(trial: Trial, progress: BlockProgress): void;
  /** What a study does now. */
  study(what: string): void;
}

/** `studyFailures`: records of studies whose guest failed; the trials are counted in the file. */
export type RunOutcome = BlocksOutcome & { readonly studyFailures: number };

/**
 * One run: probe, package, reference, blocks of trials; everything on disk as it happens.
 * Resolves with why it ended, also when it was interrupted.
 * @throws ColdbenchError when nothing can be measured or the result set cannot be written.
 */
export async function runBenchmark(options: RunOptions): Promise<RunOutcome> {
  const leftovers = await removeLeftovers();
  if (leftovers) options.observer.note(leftovers);
  // Before anything else: our own work would be taken for somebody else's.
  const quietness = await lookAround();
  const journal = openJournal();
  try {
    const probed = await probeRunners(options.runnerNames);
    requireOne(probed);
    if (options.part) requireAll(probed);
    if (probed.available.some(({ probe }) => probe.containers)) journal.recordContainers();
    const writer = await createResultSetWriter(options.outPath);
    try {
      return await measure(options, journal, { probed, quietness }, writer);
    } finally {
      await writer.close();
    }
  } finally {
    journal.close();
  }
}

const conditionsOf = ({ conditions = ['cold'] }: RunOptions): readonly Condition[] => conditions;

interface Surroundings {
  readonly probed: ProbedRunners;
  readonly quietness: Quietness;
}

async function measure(
  options: RunOptions,
  journal: RunJournal,
  surroundings: Surroundings,
  writer: ResultSetWriter,
): Promise<RunOutcome> {
  const planned = planSubjects(
    options.workloads,
    surroundings.probed,
    conditionsOf(options).filter(isStartCondition),
  );
  await writer.append(await describeRun(options, journal.runId, planned, surroundings));
  const outcome = await prepareAndRun(options, journal, planned, writer).catch(
    (error: unknown): RunOutcome => {
      if (!options.signal.aborted) throw error;
      return { stopReason: 'interrupted', measuringNs: 0, insideTrialsNs: 0, studyFailures: 0 };
    },
  );
  const { studyFailures, ...blocks } = outcome;
  const { peakRssBytes: harnessPeakRssBytes } = await readProcess(process.pid);
  await writer.end({ endedAt: new Date().toISOString(), ...blocks, harnessPeakRssBytes });
  return outcome;
}

async function prepareAndRun(
  options: RunOptions,
  journal: RunJournal,
  planned: readonly PlannedSubject[],
  writer: ResultSetWriter,
): Promise<RunOutcome> {
  const { signal, observer, plan, seed } = options;
  const references = await measureReferences(options, journal, writer);
  let done = 0;
  const context = { cacheDir: options.cacheDir, useCache: options.useCache, signal };
  const { packaged, unpackaged } = await packageAll(planned, context, (subject) => {
    observer.packaging(subject, done, planned.length);
    done += 1;
  });
  for (const { record } of packaged) await writer.append(record);
  for (const { runner, error } of unpackaged)
    observer.note(`${runner} cannot be packaged: ${messageOf(error)}`);
  const { subjects, unstartable } = await prepareStarts(packaged, context);
  await calibration('before', options, journal, writer);
  const session = {
    plan,
    originNs: now(),
    signal,
    launchContext: {
      runId: journal.runId,
      scratchDir: journal.scratchDir,
      environment: GUEST_ENVIRONMENT,
      ...ORDINARY_LAUNCH,
      timeoutMs: msFromNs(plan.timeoutNs),
      journal: (pid: number) => journal.recordGuest(pid),
    },
  };
  const save = (record: SavedRecord): Promise<void> => writer.append(record);
  const calls = checkedCalls(options.workloads, references);
  const blocks = { seed, subjects, calls, session, save, onTrial: observer.trial };
  const outcome = await runBlocks(blocks, { unpackaged, unstartable });
  if (!signal.aborted) await calibration('after', options, journal, writer).catch(ignoreInterruption(signal));
  if (outcome.stopReason === 'interrupted') return { ...outcome, studyFailures: 0 };
  let studyFailures = 0;
  const saveStudied = (record: SavedRecord): Promise<void> => {
    if ('status' in record && record.status === 'failed') studyFailures += 1;
    return save(record);
  };
  const studied = await runStudies(
    STUDY_NAMES.filter((name) => conditionsOf(options).includes(name)),
    { subjects: onlyCold(packaged), calls, session, seed, save: saveStudied, progress: observer.study },
  );
  return { ...outcome, studyFailures, ...(!studied && { stopReason: 'interrupted' as const }) };
}

/** Every trial is on disk by then: an interruption takes nothing from them. */
const ignoreInterruption = (signal: AbortSignal) => (error: unknown) => {
  if (!signal.aborted) throw error;
};

async function calibration(
  when: CalibrationRecord['when'],
  { signal, observer }: RunOptions,
  journal: RunJournal,
  writer: ResultSetWriter,
): Promise<void> {
  const { scratchDir } = journal;
  const record = await calibrate(when, { scratchDir, signal, journal: (pid) => journal.recordGuest(pid) });
  if (record.failure !== null) observer.note(`The machine was not calibrated: ${record.failure}`);
  await writer.append(record);
}

/** One after the other and before anything is packaged: a handler that fails in-process fails everywhere. */
async function measureReferences(options: RunOptions, journal: RunJournal, writer: ResultSetWriter) {
  const references: WorkloadRecord[] = [];
  for (const workload of options.workloads) {
    options.observer.reference(workload.name);
    const measured = await measureInProcess(workload, {
      scratchDir: journal.scratchDir,
      timeoutMs: msFromNs(options.plan.timeoutNs),
      signal: options.signal,
      journal: (pid) => journal.recordGuest(pid),
    });
    const reference = { ...measured, handlerSha256: await keepHandler(workload, options.cacheDir) };
    await writer.append(reference);
    references.push(reference);
  }
  return references;
}

function checkedCalls(
  workloads: readonly Workload[],
  references: readonly WorkloadRecord[],
): Map<string, CheckedCall> {
  const digests = new Map(references.map(({ workload, outputSha256 }) => [workload, outputSha256]));
  return new Map(
    workloads.map(({ name, input }) => [name, { input, outputSha256: digests.get(name) ?? '' }] as const),
  );
}

async function describeRun(
  options: RunOptions,
  id: string,
  planned: readonly PlannedSubject[],
  { probed: { available, skipped }, quietness }: Surroundings,
): Promise<Manifest> {
  const engine = available.find(({ probe }) => probe.containers)?.probe.versions ?? null;
  return {
    kind: 'manifest',
    schemaVersion: SCHEMA_VERSION,
    id,
    startedAt: new Date().toISOString(),
    harnessVersion: harnessVersion(),
    gitCommit: await gitCommit(),
    command: [...options.command],
    seed: options.seed,
    condition: 'cold',
    plan: options.plan,
    ...(options.conditions && options.conditions.length > 1 && { conditions: [...options.conditions] }),
    subjects: planned.map(bareSubject),
    skippedRunners: [...skipped],
    quietness: { score: quietness.score, findings: quietness.findings.map(({ id, what }) => ({ id, what })) },
    machine: await readMachine(engine),
    tools: toolVersions(),
    guestEnvironment: { ...GUEST_ENVIRONMENT },
    labels: { ...options.labels },
    ...(options.part && { part: options.part }),
  };
}

function toolVersions(): Record<string, string> {
  const installed = [...readToolVersions()].map(([tool, version]) => [tool, version ?? 'absent']);
  return { node: process.version, v8: process.versions.v8, ...Object.fromEntries(installed) };
}

function requireOne({ available, skipped }: ProbedRunners): void {
  if (available.length > 0) return;
  const [first] = skipped;
  throw new ColdbenchError(
    'NOTHING_TO_MEASURE',
    `None of the asked runners is available: ${first?.reason ?? ''}`,
    {
      ...(first && { remedy: first.remedy }),
    },
  );
}

/** A part that lacks a runner measures other blocks than the parts that it is to be merged or compared with. */
function requireAll({ skipped }: ProbedRunners): void {
  const [first] = skipped;
  if (!first) return;
  throw new ColdbenchError(
    'PLANNED_RUNNER_MISSING',
    `The plan measures ${first.runner}, which does not work here: ${first.reason}`,
    { remedy: `${first.remedy}; or make a plan without ${first.runner}.` },
  );
}
