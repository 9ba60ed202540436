import { closeHome, type LimitHome, openHome } from '../../experiment/limits/home.ts';
import type { PackagedSubject } from '../../experiment/prepare.ts';
import type { SavedRecord } from '../../model/store.ts';
import type { Bytes, Ns } from '../../model/units.ts';
import { createRandom } from '../../stats/index.ts';
import { failureOf } from '../failure.ts';
import { keptBytes } from '../headroom/bounds.ts';
import { readRoom } from '../headroom/room.ts';
import type { Study, StudyContext } from '../study.ts';
import { type Started, startLimited } from './limited-start.ts';
import { DEFAULT_LIMITS, type LimitsPlan, type Size, UNLIMITED } from './plan.ts';
import { searchFloor } from './search.ts';

/** Every subject under every size, then the smallest memory of each, in each round. */
export const study: Study = {
  name: 'limits',
  async run(context) {
    const home = openHome(context.session.launchContext.runId);
    const limits = new LimitsStudy(context, home);
    try {
      await limits.run();
    } finally {
      if (!('unavailable' in home)) closeHome(home);
    }
  },
};

/** A search goes no further: who needs more is no small guest. */
const MOST_MEMORY: Bytes = 4 * 2 ** 30;

class LimitsStudy {
  readonly #context: StudyContext;
  readonly #home: ReturnType<typeof openHome>;
  readonly #plan: LimitsPlan;
  /** Why a subject is not measured. */
  readonly #left = new Map<string, string>();

  constructor(context: StudyContext, home: ReturnType<typeof openHome>) {
    this.#context = context;
    this.#home = home;
    this.#plan = context.session.plan.limits ?? DEFAULT_LIMITS;
    for (const { subject, packaged } of context.subjects) {
      const reason = this.#whyNot(packaged.limitedBy);
      if (reason !== null) this.#left.set(subject, reason);
    }
  }

  async run(): Promise<void> {
    const { rounds, sizes } = this.#plan;
    for (let round = 0; round < rounds; round += 1) {
      // First: what does not start without limits says nothing about any.
      for (const size of [UNLIMITED, ...this.#shuffled(`sizes ${round}`, sizes)]) {
        for (const subject of this.#shuffled(`${size.size} ${round}`, this.#context.subjects)) {
          this.#context.progress(`limits, round ${round + 1} of ${rounds}: ${subject.subject}, ${size.size}`);
          await this.#context.save(await this.#measure(subject, round, size));
        }
      }
      for (const subject of this.#shuffled(`floor ${round}`, this.#context.subjects)) {
        this.#context.progress(
          `limits, round ${round + 1} of ${rounds}: ${subject.subject}, smallest memory`,
        );
        await this.#context.save(await this.#search(subject, round));
      }
    }
  }

  #whyNot(limitedBy: 'harness' | 'runner' | undefined): string | null {
    if (limitedBy === undefined) return 'this packaging has no way of being held to limits';
    return limitedBy === 'harness' && 'unavailable' in this.#home ? this.#home.unavailable : null;
  }

  #shuffled<T>(label: string, things: readonly T[]): T[] {
    return createRandom(this.#context.seed).derive(`limits ${label}`).shuffle(things);
  }

  async #measure(packaged: PackagedSubject, round: number, size: Size): Promise<SavedRecord> {
    const { subject } = packaged;
    const place = { kind: 'limits', subject, round, ...size } as const;
    const reason = this.#left.get(subject);
    if (reason !== undefined) return { ...place, status: 'skipped', reason };
    const { warmCalls, withinNs } = this.#plan;
    const id = `${this.#idOf(packaged)}-${round}-${size.size}`;
    try {
      const outcome = await this.#start(packaged, { id, limits: size, withinNs, warmCalls });
      return { ...place, status: 'completed', ...columnsOf(outcome) };
    } catch (error) {
      this.#context.session.signal.throwIfAborted();
      const failure = failureOf(error);
      if (size.size === UNLIMITED.size) this.#left.set(subject, `without limits: ${failure.reason}`);
      return { ...place, status: 'failed', ...failure };
    }
  }

  async #search(packaged: PackagedSubject, round: number): Promise<SavedRecord> {
    const { subject } = packaged;
    const place = { kind: 'memoryFloor', subject, round } as const;
    const reason = this.#left.get(subject);
    if (reason !== undefined) return { ...place, status: 'skipped', reason };
    const triedBytes: Bytes[] = [];
    const firstResponseNs: (Ns | null)[] = [];
    const isEnough = async (memoryBytes: Bytes): Promise<boolean> => {
      const id = `${this.#idOf(packaged)}-${round}-floor-${triedBytes.length}`;
      const { timeoutNs: withinNs } = this.#context.session.plan;
      const limits = { cpus: null, memoryBytes };
      const outcome = await this.#start(packaged, { id, limits, withinNs, warmCalls: 0 });
      triedBytes.push(memoryBytes);
      firstResponseNs.push('tooSmall' in outcome ? null : outcome.firstResponseNs);
      return !('tooSmall' in outcome);
    };
    try {
      const floor = await searchFloor(isEnough, mostMemory());
      return { ...place, status: 'completed', ...floor, triedBytes, firstResponseNs };
    } catch (error) {
      this.#context.session.signal.throwIfAborted();
      return { ...place, status: 'failed', ...failureOf(error) };
    }
  }

  #start(packaged: PackagedSubject, start: Parameters<typeof startLimited>[3]) {
    // Without a home there are only subjects that need none.
    return startLimited(this.#context, packaged, this.#home as LimitHome, start);
  }

  #idOf(packaged: PackagedSubject): string {
    return `limits-${this.#context.subjects.indexOf(packaged)}`;
  }
}

/** Never more than the machine can give. */
function mostMemory(): Bytes {
  const room = readRoom();
  return room.availableBytes === null
    ? MOST_MEMORY
    : Math.min(MOST_MEMORY, room.availableBytes - keptBytes(room, null));
}

function columnsOf(outcome: Started | { readonly tooSmall: string }) {
  if ('tooSmall' in outcome) {
    const nothing = { readyNs: null, firstResponseNs: null, throttledNs: null, peakBytes: null };
    return { ...nothing, warmNs: [], tooSmall: outcome.tooSmall, limitsSeen: false };
  }
  const { seen, warmNs, ...times } = outcome;
  return {
    ...times,
    warmNs: [...warmNs],
    tooSmall: null,
    limitsSeen: seen !== null,
    throttledNs: seen?.throttledNs ?? null,
    peakBytes: seen?.peakBytes ?? null,
  };
}
