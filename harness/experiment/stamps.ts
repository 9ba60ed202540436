import type { GuestReport } from '../../runners/runner.ts';
import type { StartCondition } from '../model/conditions.ts';
import { GUEST_MILESTONES, type Milestone } from '../model/milestones.ts';
import type { Ns } from '../model/units.ts';

/** The one clock: CLOCK_MONOTONIC in nanoseconds, which a Linux host shares with its containers. */
export const now = (): bigint => process.hrtime.bigint();

/** Milestones as nanoseconds since `launch`, and why each missing one is missing. */
export interface StampedMilestones {
  readonly times: Readonly<Partial<Record<Milestone, Ns>>>;
  readonly nullReasons: Readonly<Record<string, string>>;
}

const NOT_STAMPED: Readonly<Record<string, string>> = {
  created: 'this packaging creates nothing before it starts',
  started: 'this packaging has no start call of its own',
  compiled: 'only WebAssembly is compiled before it is instantiated',
  instantiated: 'only WebAssembly is instantiated',
};

/** What comes before the launch of a warmer start, and so has no instant after it. */
const BEFORE_LAUNCH: Readonly<
  Partial<Record<StartCondition, { readonly reason: string; readonly milestones: readonly Milestone[] }>>
> = {
  precreated: { reason: 'it was created before the launch', milestones: ['created'] },
  paused: {
    reason: 'all that makes a guest ready came before the launch: it was paused then',
    milestones: ['created', 'started', ...GUEST_MILESTONES],
  },
  'warm-host': {
    reason: 'its host was there before the launch, with the code compiled',
    milestones: ['processStart', 'runtimeReady', 'compiled'],
  },
};

/** Collects the instants of one trial. */
export class Stamps {
  readonly #at = new Map<Milestone, bigint>();
  readonly #reasons: Record<string, string> = {};
  readonly #condition: StartCondition;

  constructor(condition: StartCondition = 'cold') {
    this.#condition = condition;
  }

  /** @throws Error when an adapter stamps the same instant twice: a fault in the adapter. */
  mark(milestone: Milestone): void {
    const at = now();
    if (this.#at.has(milestone)) throw new Error(`milestone ${milestone} was stamped twice`);
    this.#at.set(milestone, at);
  }

  at(milestone: Milestone): bigint | undefined {
    return this.#at.get(milestone);
  }

  /**
   * Takes over the guest's own stamps if its clock is ours: what it calls now must lie between the launch and this
   * moment. A guest in a virtual machine has another clock, and its instants mean nothing here.
   */
  adopt(report: GuestReport): void {
    const launch = this.#at.get('launch');
    const { nowNs, unknown = {} } = report;
    for (const [name, reason] of Object.entries(unknown)) this.#reasons[`${name}Ns`] = reason;
    const sameClock = launch !== undefined && nowNs !== null && nowNs >= launch && nowNs <= now();
    for (const name of GUEST_MILESTONES) {
      const stamp = report.milestonesNs[name];
      if (stamp === undefined) continue;
      if (sameClock && stamp >= launch) this.#at.set(name, stamp);
      else
        this.#reasons[`${name}Ns`] = sameClock
          ? 'stamped before the launch'
          : "the guest's clock is not the host's";
    }
  }

  sinceLaunch(): StampedMilestones {
    const launch = this.#at.get('launch');
    if (launch === undefined) throw new Error('the adapter did not mark the launch');
    const times = Object.fromEntries([...this.#at].map(([name, at]) => [name, Number(at - launch)]));
    const missing = ['created', 'started', ...GUEST_MILESTONES].filter((name) => !(name in times));
    const reasons = missing.map((name) => [
      `${name}Ns`,
      this.#beforeLaunch(name) ??
        this.#reasons[`${name}Ns`] ??
        NOT_STAMPED[name] ??
        'the guest did not report it',
    ]);
    return { times, nullReasons: Object.fromEntries(reasons) };
  }

  #beforeLaunch(milestone: string): string | undefined {
    const before = BEFORE_LAUNCH[this.#condition];
    return before?.milestones.some((name) => name === milestone) ? before.reason : undefined;
  }
}
