import type { PackagedSubject } from '../../experiment/prepare.ts';
import { now } from '../../experiment/stamps.ts';
import type { Bytes, Ns } from '../../model/units.ts';
import { type StudyGuest, startGuest } from '../guest.ts';
import { keptBytes, type Refusal, refusalOf, UNKNOWN_GUEST } from '../headroom/bounds.ts';
import { guardMemory } from '../headroom/guard.ts';
import { readAvailable, readRoom } from '../headroom/room.ts';
import { stopAll } from '../stop-all.ts';
import type { StudyContext } from '../study.ts';
import type { DensityPlan } from './plan.ts';
import { Readings } from './readings.ts';

/** Why no further instances were started; null when the climb came to its end. */
export interface Bound {
  readonly by: Refusal['by'] | 'time';
  readonly reason: string;
}

/**
 * Starts instances of one subject one after the other and keeps them. What fails is told in `error`, never thrown;
 * only the interruption of the run rejects, after every guest has been stopped.
 */
export class Climb {
  readonly readings = new Readings();
  readonly startNs: Ns[] = [];
  /** What ended it early. */
  bound: Bound | null = null;
  /** The first error; null while nothing failed. */
  error: unknown = null;
  readonly #context: StudyContext;
  readonly #subject: PackagedSubject;
  readonly #plan: DensityPlan;
  readonly #guests: StudyGuest[] = [];

  constructor(context: StudyContext, subject: PackagedSubject, plan: DensityPlan) {
    this.#context = context;
    this.#subject = subject;
    this.#plan = plan;
  }

  async run(id: string): Promise<void> {
    const runSignal = this.#context.session.signal;
    const guard = guardMemory(keptBytes(readRoom(), this.#plan.keepMemoryShare), runSignal);
    const session = { ...this.#context.session, signal: guard.signal };
    try {
      await this.#climb({ ...this.#context, session }, id);
    } catch (error) {
      this.error = guard.exceeded ?? error;
    } finally {
      guard.stop();
      const stopError = await stopAll(this.#guests);
      this.error ??= stopError;
    }
    runSignal.throwIfAborted();
  }

  async #climb(context: StudyContext, id: string): Promise<void> {
    const beginsAt = now();
    const beforeBytes = readAvailable();
    for (const count of this.#plan.counts) {
      const further = count - this.#guests.length;
      this.bound = this.#boundOf(further, beforeBytes, Number(now() - beginsAt));
      if (this.bound) break;
      while (this.#guests.length < count) await this.#startOne(context, `${id}-${this.#guests.length}`);
      const readings = await Promise.all(this.#guests.map(({ instance }) => instance.readResources()));
      this.readings.add(readings, readAvailable());
    }
    // A count is of instances that work: all of them are asked once more.
    for (const guest of this.#guests) await guest.call();
  }

  async #startOne(context: StudyContext, id: string): Promise<void> {
    const guest = await startGuest(context, this.#subject, id);
    this.#guests.push(guest);
    const launchedAt = guest.stamps.at('launch');
    if (launchedAt === undefined) throw new Error('the adapter did not mark the launch');
    const calledAt = now();
    this.startNs.push(Number(calledAt - launchedAt) + (await guest.call()));
  }

  #boundOf(further: number, beforeBytes: Bytes | null, elapsedNs: Ns): Bound | null {
    if (elapsedNs > this.#plan.climbNs) {
      return { by: 'time', reason: `${Math.round(elapsedNs / 1e9)} s had passed` };
    }
    const room = readRoom();
    return refusalOf(room, {
      guests: further,
      bytesEach: this.#bytesEach(beforeBytes, room.availableBytes),
      keptBytes: keptBytes(room, this.#plan.keepMemoryShare),
    });
  }

  /** The larger of two estimates: what the instances have, and what the machine lost, with all that came along. */
  #bytesEach(beforeBytes: Bytes | null, availableBytes: Bytes | null): Bytes {
    const count = this.#guests.length;
    if (count === 0) return UNKNOWN_GUEST;
    const lost = beforeBytes === null || availableBytes === null ? 0 : beforeBytes - availableBytes;
    return Math.round(Math.max(this.readings.lastBytesEach ?? 0, lost / count)) || UNKNOWN_GUEST;
  }
}
