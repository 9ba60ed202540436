import { createHash } from 'node:crypto';
import type { Instance, LaunchContext } from '../../runners/runner.ts';
import { withDeadline } from '../experiment/deadline.ts';
import { watchMemory } from '../experiment/memory-watchdog.ts';
import type { PackagedSubject } from '../experiment/prepare.ts';
import { now, Stamps } from '../experiment/stamps.ts';
import type { CheckedCall } from '../experiment/trial.ts';
import { ColdbenchError } from '../model/errors.ts';
import { msFromNs } from '../model/units.ts';
import type { StudyContext } from './study.ts';

/** A guest that a study has started, and what is known of its start. */
export interface StudyGuest {
  readonly instance: Instance;
  /** The guest's processes, as the adapter journaled them. */
  readonly pids: readonly number[];
  readonly stamps: Stamps;
  /** One verified call; resolves with how long it took, in nanoseconds. */
  call(): Promise<number>;
  /** Ends the guest; idempotent. */
  stop(): Promise<void>;
}

/** A guest whose launch fails is given this long to be taken back. */
const CLEANUP_GRACE_MS = 15_000;

/**
 * Starts one guest of a subject, as a trial would, and hands it over when it is ready; `id` is unique within the run.
 * @throws whatever the launch throws, ColdbenchError `TIMEOUT` after the plan's timeout; nothing is left then.
 */
export async function startGuest(
  context: StudyContext,
  subject: PackagedSubject,
  id: string,
  overrides: Partial<LaunchContext> = {},
): Promise<StudyGuest> {
  const { session } = context;
  const call = requireCall(context, subject);
  const stamps = new Stamps();
  const pids: number[] = [];
  let givenUp = false;
  const launch = async (signal: AbortSignal): Promise<Instance> => {
    const instance = await subject.packaged.launch({
      ...session.launchContext,
      trialId: `${session.launchContext.runId}-${id}`,
      signal,
      mark: (milestone) => stamps.mark(milestone),
      report: (guest) => stamps.adopt(guest),
      ...overrides,
      journal: (pid) => {
        overrides.journal?.(pid);
        pids.push(pid);
        session.launchContext.journal(pid);
      },
    });
    if (givenUp) await instance.stop();
    return instance;
  };
  const watchdog = watchMemory(() => pids);
  const timeoutMs = msFromNs(session.plan.timeoutNs);
  const limits = { step: 'launch', timeoutMs, signal: session.signal, graceMs: CLEANUP_GRACE_MS } as const;
  try {
    const instance = await withDeadline(limits, launch);
    return {
      instance,
      pids,
      stamps,
      call: () =>
        withDeadline({ ...limits, step: 'warm', graceMs: 0 }, () => verifiedCall(instance, call)).catch(
          (error: unknown) => Promise.reject(watchdog.exceeded ?? error),
        ),
      stop: async () => {
        watchdog.stop();
        await instance.stop();
      },
    };
  } catch (error) {
    givenUp = true;
    watchdog.stop();
    throw watchdog.exceeded ?? error;
  }
}

export function requireCall({ calls }: StudyContext, { workload }: PackagedSubject): CheckedCall {
  const call = calls.get(workload);
  if (!call) throw new Error(`no input for workload ${workload}`);
  return call;
}

async function verifiedCall(instance: Instance, { input, outputSha256 }: CheckedCall): Promise<number> {
  const startNs = now();
  const body = await instance.invoke(input);
  const elapsedNs = Number(now() - startNs);
  if (createHash('sha256').update(body).digest('hex') === outputSha256) return elapsedNs;
  throw new ColdbenchError('WRONG_ANSWER', 'The answer is not the one that the workload must give.');
}
