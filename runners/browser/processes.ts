import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ResourceReading } from '../runner.ts';
import { pidsWhere, readProcesses, statOf } from '../support/process-group.ts';

/** The processes of a browser: its process group, and whatever else was given the folder that is this browser's alone. */
export const browserPids = (group: number, folder: string): number[] =>
  pidsWhere((pid) => {
    const stat = statOf(pid);
    return stat !== null && (stat.group === group || commandLine(pid).includes(folder));
  });

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return ''; // gone meanwhile
  }
}

export const readBrowser = (group: number, folder: string): Promise<ResourceReading> =>
  readProcesses(browserPids(group, folder));

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
