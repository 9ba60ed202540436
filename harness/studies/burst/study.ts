import type { PackagedSubject } from '../../experiment/prepare.ts';
import type { SavedRecord } from '../../model/store.ts';
import type { Bytes } from '../../model/units.ts';
import { createRandom } from '../../stats/index.ts';
import { failureOf } from '../failure.ts';
import { keptBytes, refusalOf, UNKNOWN_GUEST } from '../headroom/bounds.ts';
import { readRoom } from '../headroom/room.ts';
import type { Study, StudyContext } from '../study.ts';
import { startAtOnce } from './at-once.ts';
import { scaleFromZero } from './from-zero.ts';
import { type BurstPlan, DEFAULT_BURST } from './plan.ts';

/** Bursts of every size, then a scale from zero, of every subject, in each round. */
export const study: Study = { name: 'burst', run: (context) => new Bursts(context).run() };

class Bursts {
  readonly #context: StudyContext;
  readonly #plan: BurstPlan;
  /** What a guest of a subject took, so far. */
  readonly #bytesEach = new Map<string, Bytes>();
  /** Why a subject has no further bursts. */
  readonly #givenUp = new Map<string, string>();

  constructor(context: StudyContext) {
    this.#context = context;
    this.#plan = context.session.plan.burst ?? DEFAULT_BURST;
  }

  async run(): Promise<void> {
    const { rounds, counts } = this.#plan;
    for (let round = 0; round < rounds; round += 1) {
      for (const count of counts) {
        for (const subject of this.#shuffled(`burst ${round} ${count}`)) {
          this.#context.progress(`burst, round ${round + 1} of ${rounds}: ${count} × ${subject.subject}`);
          await this.#context.save(await this.#burst(subject, round, count));
        }
      }
      for (const subject of this.#shuffled(`from zero ${round}`)) {
        this.#context.progress(`scale from zero, round ${round + 1} of ${rounds}: ${subject.subject}`);
        await this.#context.save(await this.#fromZero(subject, round));
      }
    }
  }

  #shuffled(label: string): PackagedSubject[] {
    return createRandom(this.#context.seed).derive(label).shuffle(this.#context.subjects);
  }

  async #burst(packaged: PackagedSubject, round: number, count: number): Promise<SavedRecord> {
    const { subject } = packaged;
    const place = { kind: 'burst', subject, round, count } as const;
    this.#context.session.signal.throwIfAborted();
    const room = readRoom();
    const kept = keptBytes(room, this.#plan.keepMemoryShare);
    const bytesEach = this.#bytesEach.get(subject) ?? UNKNOWN_GUEST;
    const refusal = refusalOf(room, { guests: count, bytesEach, keptBytes: kept })?.reason;
    const reason = this.#givenUp.get(subject) ?? refusal;
    if (reason !== undefined) return { ...place, status: 'skipped', reason };
    const id = `burst-${this.#context.subjects.indexOf(packaged)}-${round}-${count}`;
    const {
      error,
      bytesEach: taken,
      ...times
    } = await startAtOnce(this.#context, packaged, count, {
      id,
      keptBytes: kept,
    });
    if (taken !== null) this.#bytesEach.set(subject, Math.max(taken, this.#bytesEach.get(subject) ?? 0));
    if (error === undefined || error === null) return { ...place, status: 'completed', ...times };
    if (times.firstResponseNs.every((at) => at === null)) {
      this.#givenUp.set(subject, `given up: none of ${count} answered`);
    }
    return { ...place, status: 'failed', ...times, ...failureOf(error) };
  }

  async #fromZero(packaged: PackagedSubject, round: number): Promise<SavedRecord> {
    const place = { kind: 'fromZero', subject: packaged.subject, round } as const;
    const id = `zero-${this.#context.subjects.indexOf(packaged)}-${round}`;
    try {
      const times = await scaleFromZero(this.#context, packaged, id, this.#plan);
      return { ...place, status: 'completed', ...times };
    } catch (error) {
      this.#context.session.signal.throwIfAborted();
      return { ...place, status: 'failed', ...failureOf(error) };
    }
  }
}
