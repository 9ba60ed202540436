import type { ResourceLimits } from '../../../runners/runner.ts';
import { LimitGroup } from '../../experiment/limits/group.ts';
import type { LimitHome } from '../../experiment/limits/home.ts';
import { type SeenLimits, seeLimits } from '../../experiment/limits/seen.ts';
import type { PackagedSubject } from '../../experiment/prepare.ts';
import { now } from '../../experiment/stamps.ts';
import { ColdbenchError, messageOf } from '../../model/errors.ts';
import { msFromNs, type Ns } from '../../model/units.ts';
import { type StudyGuest, startGuest } from '../guest.ts';
import type { StudyContext } from '../study.ts';

export interface LimitedStart {
  readonly id: string;
  readonly limits: ResourceLimits;
  /** A guest that has not answered after this long does not start under its limits. */
  readonly withinNs: Ns;
  readonly warmCalls: number;
}

export interface Started {
  readonly readyNs: Ns;
  readonly firstResponseNs: Ns;
  readonly warmNs: readonly Ns[];
  /** Null where its cgroup cannot be seen from here. */
  readonly seen: SeenLimits | null;
}

/** Errors that a guest has for want of memory or time, if it has none without limits. */
const OF_ITS_OWN = ['GUEST_EXITED', 'GUEST_FAILED', 'CALL_FAILED', 'INIT_ERROR', 'SANDBOX_GONE', 'TIMEOUT'];

/**
 * One cold start under limits. Resolves with why it does not start when that is the limits' doing.
 * @throws ColdbenchError `NOT_LIMITED` when the guest is not held to them; the reason of the run's signal; whatever else
 * fails.
 */
export async function startLimited(
  context: StudyContext,
  subject: PackagedSubject,
  home: LimitHome,
  start: LimitedStart,
): Promise<Started | { readonly tooSmall: string }> {
  const { limits } = start;
  const isLimited = limits.cpus !== null || limits.memoryBytes !== null;
  const byHarness = isLimited && subject.packaged.limitedBy === 'harness';
  const group = byHarness ? new LimitGroup(home, start.id, limits) : null;
  let guest: StudyGuest | undefined;
  try {
    guest = await launch(context, subject, group, start);
    return await measure(guest, start, isLimited);
  } catch (error) {
    context.session.signal.throwIfAborted();
    if (!isLimited) throw error;
    if (group && group.oomKills() > 0) return { tooSmall: 'the kernel ended it for want of memory' };
    const own = error instanceof ColdbenchError && OF_ITS_OWN.includes(error.code);
    if (!own) throw error;
    return { tooSmall: limits.memoryBytes === null ? messageOf(error) : withCause(messageOf(error)) };
  } finally {
    await guest?.stop();
    await group?.remove();
  }
}

/** An engine's cgroup is gone with its container, and its count of such ends with it. */
const withCause = (message: string): string =>
  /code 137|SIGKILL/.test(message)
    ? 'it was ended by SIGKILL, as the kernel does for want of memory'
    : message;

function launch(
  context: StudyContext,
  subject: PackagedSubject,
  group: LimitGroup | null,
  { id, limits, withinNs }: LimitedStart,
): Promise<StudyGuest> {
  const { session } = context;
  const patient = { ...context, session: { ...session, plan: { ...session.plan, timeoutNs: withinNs } } };
  let [entered, launched] = [0, false];
  return startGuest(patient, subject, id, {
    limits,
    timeoutMs: msFromNs(withinNs),
    journal: (pid) => {
      if (group === null || launched) return;
      group.enter(pid);
      entered += 1;
    },
    beforeLaunch: async () => {
      launched = true;
      if (group !== null && entered === 0) throw notLimited('no process of it was there before its launch');
    },
  });
}

async function measure(guest: StudyGuest, { limits, warmCalls }: LimitedStart, isLimited: boolean) {
  const [launchedAt, readyAt] = [guest.stamps.at('launch'), guest.stamps.at('ready')];
  if (launchedAt === undefined || readyAt === undefined) throw new Error('launch and ready were not marked');
  const calledAt = now();
  const firstResponseNs = Number(calledAt - launchedAt) + (await guest.call());
  const warmNs: Ns[] = [];
  for (let call = 0; call < warmCalls; call += 1) warmNs.push(await guest.call());
  const seen = isLimited ? seeGuest(guest) : null;
  if (seen) requireLimits(seen.limits, limits);
  return { readyNs: Number(readyAt - launchedAt), firstResponseNs, warmNs, seen };
}

function seeGuest({ pids }: StudyGuest): SeenLimits | null {
  const [pid] = pids;
  return pid === undefined ? null : seeLimits(pid);
}

/** The kernel rounds memory to pages, and CPU time to microseconds of a period. */
function requireLimits(seen: ResourceLimits, asked: ResourceLimits): void {
  const off = (['cpus', 'memoryBytes'] as const).find((limit) => {
    const [is, wanted] = [seen[limit], asked[limit]];
    return wanted !== null && (is === null || is > wanted * 1.001 + (limit === 'memoryBytes' ? 4096 : 0));
  });
  if (off) throw notLimited(`its cgroup grants ${seen[off] ?? 'as much as it likes'} of ${off}`);
}

const notLimited = (why: string): ColdbenchError =>
  new ColdbenchError('NOT_LIMITED', `The guest is not held to its limits: ${why}.`);
