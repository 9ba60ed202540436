import type { ResultRecord } from '../../model/schema.ts';
import { decodeLatencies, latencyAt } from './histogram.ts';

export type LoadRecord = Extract<ResultRecord, { kind: 'load' }>;
export type CompletedLoad = Extract<LoadRecord, { status: 'completed' }>;

/** Fewer requests have no 99th percentile: it would be the largest under another name. */
export const ENOUGH_FOR_P99 = 100;

/** By the names of LOAD_METRICS; the steps of a search are of other rates and have none. */
export function loadFigures(record: LoadRecord): ReadonlyMap<string, number> {
  if (record.status !== 'completed' || record.search) return new Map();
  const histogram = decodeLatencies(record.histogram);
  return new Map([
    ['load.p50', latencyAt(histogram, 0.5)],
    ...(record.answered < ENOUGH_FOR_P99 ? [] : [['load.p99', latencyAt(histogram, 0.99)] as const]),
  ]);
}
