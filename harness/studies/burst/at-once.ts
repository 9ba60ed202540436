import { performance } from 'node:perf_hooks';
import type { PackagedSubject } from '../../experiment/prepare.ts';
import { now } from '../../experiment/stamps.ts';
import { type Bytes, type Ns, nsFromMs } from '../../model/units.ts';
import { type StudyGuest, startGuest } from '../guest.ts';
import { guardMemory } from '../headroom/guard.ts';
import { readAvailable } from '../headroom/room.ts';
import { stopAll } from '../stop-all.ts';
import type { StudyContext } from '../study.ts';
import { Barrier, type Party } from './barrier.ts';

/** Entry i of each list is of the same instance. */
export interface AtOnce {
  readonly launchNs: (Ns | null)[];
  readonly readyNs: (Ns | null)[];
  readonly firstResponseNs: (Ns | null)[];
  readonly harnessBusyNs: Ns;
  /** The first error; undefined when every instance answered. */
  readonly error: unknown;
  /** What each of them took of the machine's memory, by the larger of two estimates; null if nobody knows. */
  readonly bytesEach: Bytes | null;
}

/**
 * So many cold starts of one subject, begun at one instant. What fails is told, never thrown; only the interruption of
 * the run rejects, after every guest has been stopped.
 */
export async function startAtOnce(
  context: StudyContext,
  subject: PackagedSubject,
  count: number,
  { id, keptBytes }: { readonly id: string; readonly keptBytes: Bytes },
): Promise<AtOnce> {
  const runSignal = context.session.signal;
  const guard = guardMemory(keptBytes, runSignal);
  const guarded = { ...context, session: { ...context.session, signal: guard.signal } };
  const burst = new Burst(guarded, subject, count);
  let outcome: AtOnce;
  try {
    outcome = await burst.run(id);
  } finally {
    guard.stop();
  }
  runSignal.throwIfAborted();
  return { ...outcome, error: guard.exceeded ?? outcome.error };
}

class Burst {
  readonly #context: StudyContext;
  readonly #subject: PackagedSubject;
  readonly #barrier: Barrier;
  readonly #guests: (StudyGuest | null)[];
  readonly #answeredAt: (bigint | null)[];
  readonly #errors: unknown[] = [];
  #idle: ReturnType<typeof performance.eventLoopUtilization> | undefined;

  constructor(context: StudyContext, subject: PackagedSubject, count: number) {
    this.#context = context;
    this.#subject = subject;
    this.#barrier = new Barrier(count, () => {
      this.#idle = performance.eventLoopUtilization();
    });
    this.#guests = new Array(count).fill(null);
    this.#answeredAt = new Array(count).fill(null);
  }

  async run(id: string): Promise<AtOnce> {
    const { signal } = this.#context.session;
    const callOff = (): void => this.#barrier.callOff(signal.reason);
    signal.addEventListener('abort', callOff, { once: true });
    const beforeBytes = readAvailable();
    const parties = this.#guests.map(() => this.#barrier.join());
    // None of these rejects: what goes wrong is collected, so that every guest is known when they are ended.
    await Promise.all(parties.map((party, index) => this.#start(`${id}-${index}`, index, party)));
    const busyMs = this.#idle ? performance.eventLoopUtilization(this.#idle).active : 0;
    signal.removeEventListener('abort', callOff);
    const bytesEach = await this.#bytesEach(beforeBytes);
    const stopError = await stopAll(this.#guests.flatMap((guest) => guest ?? []));
    const error = this.#errors[0] ?? stopError;
    return { ...this.#times(), harnessBusyNs: nsFromMs(busyMs), error, bytesEach };
  }

  /** One instance until its first verified answer. */
  async #start(id: string, index: number, party: Party): Promise<void> {
    try {
      const guest = await startGuest(this.#context, this.#subject, id, {
        beforeLaunch: () => party.arrive(),
      }).finally(() => party.leave());
      this.#guests[index] = guest;
      const calledAt = now();
      this.#answeredAt[index] = calledAt + BigInt(await guest.call());
    } catch (error) {
      this.#errors.push(error);
    }
  }

  #times(): Pick<AtOnce, 'launchNs' | 'readyNs' | 'firstResponseNs'> {
    const { releasedNs } = this.#barrier;
    const since = (at: bigint | null | undefined): Ns | null =>
      at === null || at === undefined || releasedNs === null ? null : Number(at - releasedNs);
    return {
      launchNs: this.#guests.map((guest) => since(guest?.stamps.at('launch'))),
      readyNs: this.#guests.map((guest) => since(guest?.stamps.at('ready'))),
      firstResponseNs: this.#answeredAt.map(since),
    };
  }

  /** The resident set counts shared pages again for each; the rest of the packaging is only in what the machine lost. */
  async #bytesEach(beforeBytes: Bytes | null): Promise<Bytes | null> {
    const guests = this.#guests.flatMap((guest) => guest ?? []);
    const afterBytes = readAvailable();
    const reading = await guests[0]?.instance.readResources().catch(() => null);
    const lost = beforeBytes === null || afterBytes === null ? 0 : beforeBytes - afterBytes;
    const largest = Math.max(reading?.rssBytes ?? 0, guests.length === 0 ? 0 : lost / guests.length);
    return largest > 0 ? Math.round(largest) : null;
  }
}
