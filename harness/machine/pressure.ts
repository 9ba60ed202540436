import type { HostFiles } from './host-files.ts';

export const RESOURCES = ['cpu', 'io', 'memory'] as const;
export type Resource = (typeof RESOURCES)[number];

/** Pressure stall information: time in which *some* task waited for a resource. Kernel: accounting/psi.rst. */
export interface Pressure {
  /** Percent of the last ten seconds, as a running average. */
  readonly someAvg10: number;
  /** Microseconds since boot. */
  readonly someTotalUs: number;
}

/** Null where the kernel keeps no such figures (before 4.20, or `psi=0`). */
export function readPressure(files: HostFiles, resource: Resource): Pressure | null {
  return parsePressure(files.read(`/proc/pressure/${resource}`) ?? '');
}

export function parsePressure(text: string): Pressure | null {
  const match = text.match(/^some avg10=([\d.]+) avg60=[\d.]+ avg300=[\d.]+ total=(\d+)$/m);
  return match ? { someAvg10: Number(match[1]), someTotalUs: Number(match[2]) } : null;
}
