import { createHash } from 'node:crypto';
import type { Instance, LaunchContext } from '../../runners/runner.ts';
import { conditionOf } from '../model/conditions.ts';
import { ColdbenchError, type TrialStep } from '../model/errors.ts';
import type { CompletedTrial, Eviction, Plan, Trial } from '../model/schema.ts';
import { msFromNs, type Ns } from '../model/units.ts';
import { withDeadline } from './deadline.ts';
import { watchMemory } from './memory-watchdog.ts';
import { now, Stamps } from './stamps.ts';
import type { Start } from './starts.ts';
import { failedTrial, placeFields, reportColumns, type TrialPlace } from './trial-records.ts';

/** What is called, and the digest that every answer must have. */
export interface CheckedCall {
  readonly input: Uint8Array;
  readonly outputSha256: string;
}

export interface TrialSession {
  readonly plan: Plan;
  /** The clock reading that `launchNs` counts from: the start of the first block. */
  readonly originNs: bigint;
  readonly signal: AbortSignal;
  readonly launchContext: Omit<LaunchContext, 'trialId' | 'mark' | 'report' | 'signal'>;
}

const CLEANUP_GRACE_MS = 15_000;

/**
 * One start: launch, first verified response, warm calls, resources, stop. A guest that fails makes a failed
 * trial, never an exception; only the interruption of the run rejects, after the guest has been stopped.
 */
export async function runTrial(
  place: TrialPlace,
  start: Start,
  call: CheckedCall,
  session: TrialSession,
): Promise<Trial> {
  const attempt = new TrialAttempt(place, start, call, session);
  const watchdog = watchMemory(() => attempt.pids);
  try {
    return await attempt.run();
  } catch (error) {
    session.signal.throwIfAborted();
    return failedTrial(place, attempt.step, watchdog.exceeded ?? error);
  } finally {
    watchdog.stop();
    await attempt.cleanUp();
    await start.restore?.();
  }
}

class TrialAttempt {
  step: TrialStep = 'launch';
  readonly pids: number[] = [];
  readonly #place: TrialPlace;
  readonly #start: Start;
  readonly #call: CheckedCall;
  readonly #session: TrialSession;
  readonly #stamps: Stamps;
  #instance: Instance | undefined;
  #eviction: Eviction | undefined;
  #firstBody: Uint8Array = new Uint8Array();
  #over = false;

  constructor(place: TrialPlace, start: Start, call: CheckedCall, session: TrialSession) {
    this.#place = place;
    this.#stamps = new Stamps(conditionOf(place.subject));
    this.#start = start;
    this.#call = call;
    this.#session = session;
  }

  async run(): Promise<CompletedTrial> {
    const instance = await this.#under('launch', CLEANUP_GRACE_MS, (signal) => this.#launch(signal));
    await this.#under('firstResponse', 0, () => this.#firstResponse(instance));
    this.step = 'measure';
    const coldResources = { ...(await instance.readResources()) };
    if (this.#eviction && !coldResources.majorFaults) throw readNothing(coldResources.majorFaults);
    const warmNs = await this.#warmCalls(instance);
    this.step = 'measure';
    const warmResources = { ...(await instance.readResources()) };
    const lambdaReports = reportColumns(instance.lambdaReports);
    await this.#under('stop', 0, () => instance.stop());
    this.#stamps.mark('stopped');
    return { ...this.#completed(), warmNs, coldResources, warmResources, lambdaReports };
  }

  /** Whatever happened, nothing of the guest stays; the failure of a stop is the trial's own if it came that far. */
  async cleanUp(): Promise<void> {
    this.#over = true;
    await this.#instance?.stop().catch(() => undefined);
  }

  #under<T>(step: TrialStep, graceMs: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    this.step = step;
    const { plan, signal } = this.#session;
    return withDeadline({ step, timeoutMs: msFromNs(plan.timeoutNs), signal, graceMs }, work);
  }

  async #launch(signal: AbortSignal): Promise<Instance> {
    const { launch, nodePath, evict } = this.#start;
    const { launchContext } = this.#session;
    const instance = await launch({
      ...launchContext,
      ...(nodePath !== undefined && { nodePath }),
      trialId: `${launchContext.runId}-${this.#place.trial}`,
      signal,
      mark: (milestone) => this.#stamps.mark(milestone),
      report: (guest) => this.#stamps.adopt(guest),
      journal: (pid) => {
        this.pids.push(pid);
        launchContext.journal(pid);
      },
      beforeLaunch: async () => {
        await launchContext.beforeLaunch();
        if (evict) this.#eviction = await evict();
      },
    });
    this.#instance = instance;
    // A launch that succeeds after its deadline is too late; if even the grace is over, nobody else will stop it.
    if (this.#over) await instance.stop();
    signal.throwIfAborted();
    return instance;
  }

  async #firstResponse(instance: Instance): Promise<void> {
    this.#firstBody = await instance.invoke(this.#call.input);
    this.#stamps.mark('firstResponse');
    const actual = createHash('sha256').update(this.#firstBody).digest('hex');
    if (actual !== this.#call.outputSha256)
      throw wrongAnswer('first', this.#firstBody, actual, this.#call.outputSha256);
  }

  /** Sequential calls on the warm connection; each answer is compared outside the timed part. */
  async #warmCalls(instance: Instance): Promise<Ns[]> {
    const { warmCalls, warmBudgetNs } = this.#session.plan;
    const samples: Ns[] = [];
    const endNs = now() + BigInt(warmBudgetNs);
    while (samples.length < warmCalls && (samples.length < MIN_WARM_CALLS || now() < endNs)) {
      const { body, elapsedNs } = await this.#under('warm', 0, () => timedCall(instance, this.#call.input));
      samples.push(elapsedNs);
      if (!Buffer.from(body).equals(this.#firstBody)) throw wrongAnswer(`warm ${samples.length}`, body);
    }
    return samples;
  }

  #completed(): Omit<CompletedTrial, 'warmNs' | 'coldResources' | 'warmResources' | 'lambdaReports'> {
    const { times, nullReasons } = this.#stamps.sinceLaunch();
    const launchedAt = this.#stamps.at('launch') ?? this.#session.originNs;
    return {
      ...placeFields(this.#place),
      status: 'completed',
      launchNs: Number(launchedAt - this.#session.originNs),
      createdNs: times.created ?? null,
      startedNs: times.started ?? null,
      processStartNs: times.processStart ?? null,
      runtimeReadyNs: times.runtimeReady ?? null,
      compiledNs: times.compiled ?? null,
      instantiatedNs: times.instantiated ?? null,
      workloadLoadedNs: times.workloadLoaded ?? null,
      readyNs: required(times.ready, 'ready'),
      firstResponseNs: required(times.firstResponse, 'firstResponse'),
      stoppedNs: required(times.stopped, 'stopped'),
      nullReasons: { ...nullReasons },
      ...(this.#eviction && { eviction: this.#eviction }),
    };
  }
}

/** Enough that half of them, the warm-up, leave something to summarise however slow the handler is. */
const MIN_WARM_CALLS = 4;

async function timedCall(
  instance: Instance,
  input: Uint8Array,
): Promise<{ body: Uint8Array; elapsedNs: Ns }> {
  const startNs = now();
  const body = await instance.invoke(input);
  return { body, elapsedNs: Number(now() - startNs) };
}

const readNothing = (majorFaults: number | null): ColdbenchError =>
  new ColdbenchError(
    'NOT_DISK_COLD',
    `The guest had ${majorFaults ?? 'an unknown number of'} major faults: nothing shows that it read from the disk.`,
    { remedy: 'Something else may have read its files between eviction and launch.' },
  );

function required(value: Ns | undefined, milestone: string): Ns {
  if (value === undefined) throw new Error(`the adapter did not mark ${milestone}`);
  return value;
}

function wrongAnswer(which: string, body: Uint8Array, actual?: string, expected?: string): ColdbenchError {
  const preview = JSON.stringify(Buffer.from(body.subarray(0, 120)).toString('utf8'));
  const digests =
    actual && expected ? ` (sha256 ${actual.slice(0, 12)}…, expected ${expected.slice(0, 12)}…)` : '';
  return new ColdbenchError(
    'WRONG_ANSWER',
    `The ${which} answer is not the expected one${digests}: ${preview}`,
    {
      remedy:
        'A handler must answer the same bytes for the same event, in every packaging and at every call.',
    },
  );
}
