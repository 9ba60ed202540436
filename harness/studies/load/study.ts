import type { HttpEndpoint } from '../../../runners/runner.ts';
import type { PackagedSubject } from '../../experiment/prepare.ts';
import { msFromNs } from '../../model/units.ts';
import { createRandom, quantile } from '../../stats/index.ts';
import { failureOf } from '../failure.ts';
import { requireCall, startGuest } from '../guest.ts';
import type { Study, StudyContext } from '../study.ts';
import type { LoadRecord as Saved } from './figures.ts';
import { generateLoad } from './generate.ts';
import { encodeLatencies } from './histogram.ts';
import { DEFAULT_LOAD, type LoadPlan } from './plan.ts';
import { searchRate } from './search.ts';

/** Every subject at a constant rate, in each round with a new guest; then, if a bound is given, the highest rate. */
export const study: Study = { name: 'load', run: (context) => new Load(context).run() };

class Load {
  readonly #context: StudyContext;
  readonly #plan: LoadPlan;

  constructor(context: StudyContext) {
    this.#context = context;
    this.#plan = context.session.plan.load ?? DEFAULT_LOAD;
  }

  async run(): Promise<void> {
    const { rounds, requestsPerSecond, slo } = this.#plan;
    for (let round = 0; round < rounds; round += 1) {
      for (const subject of this.#shuffled(`load ${round}`)) {
        this.#context.progress(
          `load, round ${round + 1} of ${rounds}: ${subject.subject}, ${requestsPerSecond} requests a second`,
        );
        await this.#withGuest(subject, `load-${round}`, { round, search: false }, (measure) =>
          measure({ round, search: false, requestsPerSecond }).then(() => undefined),
        );
      }
    }
    if (!slo) return;
    for (const subject of this.#shuffled('search')) {
      await this.#withGuest(subject, 'search', { round: 0, search: true }, (measure) =>
        searchRate(slo, async (step, rate) => {
          this.#context.progress(`load: ${subject.subject}, ${Math.round(rate)} requests a second`);
          return measure({ round: step, search: true, requestsPerSecond: rate });
        }),
      );
    }
  }

  #shuffled(label: string): PackagedSubject[] {
    return createRandom(this.#context.seed).derive(label).shuffle(this.#context.subjects);
  }

  /** One guest, called once before, and stopped after whatever `use` does with it. */
  async #withGuest(
    packaged: PackagedSubject,
    id: string,
    at: { readonly round: number; readonly search: boolean },
    use: (measure: (stretch: Place) => Promise<Saved>) => Promise<void>,
  ): Promise<void> {
    const { signal } = this.#context.session;
    signal.throwIfAborted();
    const { subject } = packaged;
    const { requestsPerSecond } = this.#plan;
    const place = { kind: 'load', subject, ...at, requestsPerSecond } as const;
    try {
      const guest = await startGuest(
        this.#context,
        packaged,
        `${id}-${this.#context.subjects.indexOf(packaged)}`,
      );
      try {
        const { endpoint } = guest.instance;
        if (endpoint === null) {
          await this.#context.save({ ...place, status: 'skipped', reason: NO_HTTP });
          return;
        }
        await guest.call();
        await use(async (stretch) => {
          const record = await this.#measure(packaged, endpoint, stretch);
          await this.#context.save(record);
          return record;
        });
      } finally {
        await guest.stop();
      }
    } catch (error) {
      signal.throwIfAborted();
      await this.#context.save({ ...place, status: 'failed', ...failureOf(error) });
    }
  }

  async #measure(packaged: PackagedSubject, endpoint: HttpEndpoint, stretch: Place): Promise<Saved> {
    const { session } = this.#context;
    const { warmupNs, connections, durationNs } = this.#plan;
    const place = { kind: 'load', subject: packaged.subject, ...stretch } as const;
    const { scratchDir, journal } = session.launchContext;
    const { latencyNs, lagNs, failures, sendingNs } = await generateLoad(
      endpoint,
      requireCall(this.#context, packaged),
      {
        loop: 'open',
        requestsPerSecond: stretch.requestsPerSecond,
        durationNs: stretch.search ? SEARCH_NS : durationNs,
        warmupNs,
        connections,
        drainMs: msFromNs(session.plan.timeoutNs),
      },
      { scratchDir, journal, signal: session.signal },
    );
    const right = latencyNs.filter((ns) => ns >= 0).map(Math.round);
    if (right.length === 0) {
      const what = Object.keys(failures).join(', ') || 'nothing was sent';
      return {
        ...place,
        status: 'failed',
        code: 'NO_ANSWER',
        reason: `No request was answered rightly: ${what}.`,
      };
    }
    return {
      ...place,
      status: 'completed',
      sent: latencyNs.length,
      answered: right.length,
      failures: { ...failures },
      sendingNs: Math.round(sendingNs),
      histogram: encodeLatencies(right),
      maxNs: Math.max(...right),
      lagP99Ns: Math.max(0, Math.round(quantile(lagNs, 0.99) ?? 0)),
      lagMaxNs: Math.max(0, Math.round(Math.max(...lagNs))),
    };
  }
}

interface Place {
  readonly round: number;
  readonly search: boolean;
  readonly requestsPerSecond: number;
}

/** Of a step of a search. */
const SEARCH_NS = 2e9;
const NO_HTTP = 'it is not called by HTTP, and takes one call at a time';
