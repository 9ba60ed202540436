import { readdirSync, readFileSync } from 'node:fs';
import type { ResourceReading } from '../runner.ts';
import { readProcess, unreadable } from './process-resources.ts';

type Reading = Omit<ResourceReading, 'source'>;

/** Several processes together. Pages that they share are in the resident set of each, and so counted more than once. */
export async function readProcesses(pids: readonly number[]): Promise<ResourceReading> {
  const all = await Promise.all(pids.map(readProcess));
  const readings = all.filter(({ rssBytes }) => rssBytes !== null);
  const [first] = readings;
  if (!first) return unreadable('no process of the guest can be read');
  const sum = (key: keyof Reading): number | null =>
    readings.reduce<number | null>((total, { [key]: value }) => plus(total, value), 0);
  return {
    source: `${first.source}; sums over ${readings.length} processes, shared pages counted in each; the peak is the sum of their peaks`,
    rssBytes: sum('rssBytes'),
    pssBytes: sum('pssBytes'),
    ussBytes: sum('ussBytes'),
    peakRssBytes: sum('peakRssBytes'),
    cpuNs: sum('cpuNs'),
    majorFaults: sum('majorFaults'),
    minorFaults: sum('minorFaults'),
  };
}

const plus = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : a + b);

/** The processes of a group that are still there, zombies left out. */
export const groupPids = (group: number): number[] => pidsWhere((pid) => statOf(pid)?.group === group);

/** Of all processes of this machine but this one. Linux only. */
export const pidsWhere = (belongs: (pid: number) => boolean): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => pid !== process.pid && belongs(pid));

/** Null for one that is gone, or that only waits to be reaped; see proc_pid_stat(5). */
export function statOf(pid: number): { readonly group: number } | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, , group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return state === 'Z' ? null : { group: Number(group) };
  } catch {
    return null;
  }
}
