import type { ResultRecord } from '../../model/schema.ts';

export type MemoryRecord = Extract<ResultRecord, { kind: 'memory' }>;
export type CompletedMemory = Extract<MemoryRecord, { status: 'completed' }>;

/** Null when one of them is not told: a part of a sum is not the sum. */
export function total(values: readonly (number | null)[]): number | null {
  return values.reduce<number | null>((so, value) => (so === null || value === null ? null : so + value), 0);
}

export const supportBytes = ({ support }: CompletedMemory): number | null =>
  total(support.map(({ pssBytes }) => pssBytes));

/** What the packaging itself computes for a cold start, outside of the guest: its own helpers and the engine. */
export const platformCpuNs = ({ support, shared }: CompletedMemory): number | null =>
  total([...support, ...shared].map(({ cpuNs }) => cpuNs));

/** CPU time of one warm call. */
export function callCpuNs({ firstResponse, warm, warmCalls }: CompletedMemory): number | null {
  if (warm.cpuNs === null || firstResponse.cpuNs === null || warmCalls === 0) return null;
  return Math.max(0, warm.cpuNs - firstResponse.cpuNs) / warmCalls;
}

/** By the names of MEMORY_METRICS. */
export function memoryFigures(record: MemoryRecord): ReadonlyMap<string, number> {
  if (record.status !== 'completed') return new Map();
  const figures: readonly (readonly [string, number | null])[] = [
    ['memory.readyPss', record.ready.pssBytes],
    ['memory.warmPss', record.warm.pssBytes],
    ['memory.support', supportBytes(record)],
    ['memory.platformCpu', platformCpuNs(record)],
    ['memory.callCpu', callCpuNs(record)],
  ];
  return new Map(figures.flatMap(([name, value]) => (value === null ? [] : [[name, value] as const])));
}
