import { setTimeout as pause } from 'node:timers/promises';
import { identify } from '../../harness/experiment/process-identity.ts';
import type { ResourceReading } from '../runner.ts';
import { readProcess } from '../support/process-resources.ts';
import { signal } from './host-process.ts';
import { type ListedProcess, listProcesses } from './process-list.ts';
import { holds } from './support-processes.ts';

/**
 * The proportional set of a guest with a kernel of its own: of that kernel, of the process that serves its files, and
 * of those that run its code, which all together are the guest. They share the guest's memory, so that their resident
 * sets must not be added up: what is resident is unknown. CPU time and faults are those of the container's cgroup.
 */
export async function readSandbox(id: string, cgroup: ResourceReading): Promise<ResourceReading> {
  const pids = insideOf(await listProcesses(), id);
  const readings = await Promise.all(pids.map(readProcess));
  const sets = readings.map(({ pssBytes }) => pssBytes);
  const known = sets.length > 0 && sets.every((bytes) => bytes !== null);
  return {
    ...cgroup,
    source: 'engine stats (cgroup), /proc smaps_rollup of all processes of the sandbox; no resident set',
    rssBytes: null,
    pssBytes: known ? sets.reduce<number>((sum, bytes) => sum + (bytes ?? 0), 0) : null,
  };
}

/** Everything below the process that holds the container. */
function insideOf(processes: readonly ListedProcess[], id: string): number[] {
  const below = (parent: number): number[] =>
    processes.filter((each) => each.parent === parent).flatMap(({ pid }) => [pid, ...below(pid)]);
  return processes.filter((each) => holds(each, id)).flatMap(({ pid }) => below(pid));
}

/** Looks this often, so far apart, for the end of a process that was killed. */
const LOOKS = 200;

/**
 * Ends what is left of a sandbox whose container the engine has removed, or cannot remove any more. Docker 20.10 loses
 * sight of one whose start has failed half way, and leaves its processes where they are.
 */
export async function endSandbox(id: string): Promise<void> {
  const processes = await listProcesses();
  // A sandbox names its container in its arguments, and is left to init where its holder has died first.
  const named = processes.filter((each) => each.program.startsWith('runsc') && each.words.includes(id));
  const left = new Set([...insideOf(processes, id), ...named.map(({ pid }) => pid)]);
  if (left.size === 0) return;
  const holders = processes.filter((each) => holds(each, id)).map(({ pid }) => pid);
  const pids = [...left, ...holders];
  for (const pid of pids.filter((each) => signal(each, 'SIGKILL'))) {
    for (let look = 0; look < LOOKS && identify(pid) !== null; look += 1) await pause(10);
  }
}
