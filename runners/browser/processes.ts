import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ResourceReading } from '../runner.ts';
import { readProcess, unreadable } from '../support/process-resources.ts';

/** The processes of a browser: its process group, and whatever else was given the folder that is this browser's alone. */
export function browserPids(group: number, folder: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => pid !== process.pid && belongs(pid, group, folder));
}

function belongs(pid: number, group: number, folder: string): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, , pgrp] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (state === 'Z') return false;
    return Number(pgrp) === group || readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(folder);
  } catch {
    return false; // gone meanwhile
  }
}

/** All processes together. Pages that they share are in the resident set of each, and so counted more than once. */
export async function readBrowser(group: number, folder: string): Promise<ResourceReading> {
  const all = await Promise.all(browserPids(group, folder).map(readProcess));
  const readings = all.filter(({ rssBytes }) => rssBytes !== null);
  const [first] = readings;
  if (!first) return unreadable('no process of the browser can be read');
  const sum = (key: Exclude<keyof ResourceReading, 'source'>): number | null =>
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

/** Ends what the group's own end has left, and resolves when nothing is left. */
export async function endBrowser(group: number, folder: string): Promise<void> {
  for (let pids = browserPids(group, folder); pids.length > 0; pids = browserPids(group, folder)) {
    for (const pid of pids) end(pid);
    await sleep(10);
  }
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
