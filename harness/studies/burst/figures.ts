import type { ResultRecord } from '../../model/schema.ts';
import type { Ns } from '../../model/units.ts';
import { median } from '../../stats/index.ts';

export type BurstRecord = Extract<ResultRecord, { kind: 'burst' }>;
export type CompletedBurst = Extract<BurstRecord, { status: 'completed' }>;
export type FromZeroRecord = Extract<ResultRecord, { kind: 'fromZero' }>;
export type CompletedFromZero = Extract<FromZeroRecord, { status: 'completed' }>;

/** The median instance and the last one of a burst, since all were let go. */
export function burstTimes({ firstResponseNs }: CompletedBurst): { medianNs: Ns; allAnsweredNs: Ns } {
  const times = firstResponseNs.filter((at) => at !== null);
  return { medianNs: median(times) ?? Number.NaN, allAnsweredNs: Math.max(...times) };
}

/** How long each request that had to wait stood in the queue: it arrived before the instance was ready, or free again. */
export function waitsOf({ readyNs, arrivalNs, sentNs, latencyNs }: CompletedFromZero): Ns[] {
  let freeNs = readyNs;
  return arrivalNs.flatMap((arrival, index) => {
    const waited = arrival < freeNs;
    freeNs = arrival + (latencyNs[index] ?? 0);
    return waited ? [(sentNs[index] ?? 0) - arrival] : [];
  });
}

/** The sizes of bursts that two runs are compared by; others are in the summary. */
export const COMPARED_COUNTS = [4, 16] as const;

/** By the names of BURST_METRICS. */
export function burstFigures(record: BurstRecord): ReadonlyMap<string, number> {
  const compared = (COMPARED_COUNTS as readonly number[]).includes(record.count);
  if (record.status !== 'completed' || !compared) return new Map();
  return new Map([[`burst.all${record.count}`, burstTimes(record).allAnsweredNs]]);
}

export function fromZeroFigures(record: FromZeroRecord): ReadonlyMap<string, number> {
  if (record.status !== 'completed') return new Map();
  return new Map([['burst.zeroWait', Math.max(0, ...waitsOf(record))]]);
}
