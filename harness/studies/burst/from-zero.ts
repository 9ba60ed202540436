import { setTimeout as pause } from 'node:timers/promises';
import type { PackagedSubject } from '../../experiment/prepare.ts';
import { now } from '../../experiment/stamps.ts';
import { type Ns, nsFromMs } from '../../model/units.ts';
import { startGuest } from '../guest.ts';
import type { StudyContext } from '../study.ts';
import type { BurstPlan } from './plan.ts';

export interface FromZero {
  readonly readyNs: Ns;
  readonly arrivalNs: Ns[];
  readonly sentNs: Ns[];
  readonly latencyNs: Ns[];
}

/** Requests at a constant rate from the launch on, whatever becomes of those before. */
export const arrivals = ({ requests, requestsPerSecond }: BurstPlan): Ns[] =>
  Array.from({ length: requests }, (_, index) => Math.round((index * 1e9) / requestsPerSecond));

/**
 * Nothing runs; the first request makes the only instance start, and further ones arrive as if nobody waited. They queue,
 * and are passed on one at a time in their order: latency counts from the arrival, not from when they were sent.
 * @throws whatever the start or a call throws; nothing is left then.
 */
export async function scaleFromZero(
  context: StudyContext,
  subject: PackagedSubject,
  id: string,
  plan: BurstPlan,
): Promise<FromZero> {
  const guest = await startGuest(context, subject, id);
  try {
    const launchedAt = required(guest.stamps.at('launch'));
    const since = (at: bigint): Ns => Number(at - launchedAt);
    const arrivalNs = arrivals(plan);
    const sentNs: Ns[] = [];
    const latencyNs: Ns[] = [];
    for (const arrival of arrivalNs) {
      await until(launchedAt + BigInt(arrival), context.session.signal);
      const sent = since(now());
      sentNs.push(sent);
      latencyNs.push(sent + (await guest.call()) - arrival);
    }
    return { readyNs: since(required(guest.stamps.at('ready'))), arrivalNs, sentNs, latencyNs };
  } finally {
    await guest.stop();
  }
}

/** Never early: a timer may end a fraction of a millisecond before its time. */
async function until(at: bigint, signal: AbortSignal): Promise<void> {
  for (let left = Number(at - now()); left > 0; left = Number(at - now())) {
    await pause(Math.ceil(left / nsFromMs(1)), undefined, { signal });
  }
}

function required(at: bigint | undefined): bigint {
  if (at === undefined) throw new Error('the adapter did not mark its launch and its readiness');
  return at;
}
