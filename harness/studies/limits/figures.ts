import type { ResultRecord } from '../../model/schema.ts';
import { PRESETS } from './plan.ts';

export type LimitsRecord = Extract<ResultRecord, { kind: 'limits' }>;
export type MemoryFloorRecord = Extract<ResultRecord, { kind: 'memoryFloor' }>;

/** `faas-512` is `limits.faas512`. */
export const metricOfSize = (size: string): string =>
  `limits.${size.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase())}`;

/** By the names of LIMITS_METRICS: the sizes that have a name of their own, since others mean something else in each run. */
export function limitsFigures(record: LimitsRecord): ReadonlyMap<string, number> {
  if (record.status !== 'completed' || record.firstResponseNs === null) return new Map();
  const preset = PRESETS.find(
    ({ size, cpus, memoryBytes }) =>
      size === record.size && cpus === record.cpus && memoryBytes === record.memoryBytes,
  );
  return new Map(preset ? [[metricOfSize(preset.size), record.firstResponseNs]] : []);
}

export function memoryFloorFigures(record: MemoryFloorRecord): ReadonlyMap<string, number> {
  const floorBytes = record.status === 'completed' ? record.floorBytes : null;
  return new Map(floorBytes === null ? [] : [['limits.floorBytes', floorBytes]]);
}
