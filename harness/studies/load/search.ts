import type { LoadRecord } from './figures.ts';
import { decodeLatencies, latencyAt } from './histogram.ts';
import type { Slo } from './plan.ts';

/** Measures one step at this rate. */
export type MeasureRate = (step: number, requestsPerSecond: number) => Promise<LoadRecord>;

const FIRST_RATE = 10;
/** More than one generator of this kind can send. */
const HIGHEST_RATE = 20_000;
/** Between the highest rate that held and the lowest that did not, halvings of the gap. */
const HALVINGS = 4;

/** Doubles the rate until the bound is broken, then halves the gap: what was measured tells the rest. */
export async function searchRate(slo: Slo, measure: MeasureRate): Promise<void> {
  let [step, held, broken] = [0, 0, FIRST_RATE];
  while (broken <= HIGHEST_RATE && holds(await measure(step++, broken), slo)) {
    held = broken;
    broken *= 2;
  }
  if (held === 0 || broken > HIGHEST_RATE) return;
  for (let halving = 0; halving < HALVINGS; halving += 1) {
    const between = Math.round((held + broken) / 2);
    if (between === held || between === broken) return;
    if (holds(await measure(step++, between), slo)) held = between;
    else broken = between;
  }
}

/**
 * A rate holds the bound when every request was answered, the quantile is below it, and the generator itself sent in time: a
 * latency that is mostly the generator's own lateness says nothing about the guest.
 */
export function holds(record: LoadRecord, { quantile, limitNs }: Slo): boolean {
  if (record.status !== 'completed' || record.answered < record.sent) return false;
  return latencyAt(decodeLatencies(record.histogram), quantile) < limitNs;
}
