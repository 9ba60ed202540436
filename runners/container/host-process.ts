import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { identify } from '../../harness/experiment/process-identity.ts';

/** The guest as a process of this machine. Its arguments name its own ready pipe, so no other process has the same. */
export interface HostProcess {
  readonly pid: number;
  readonly commandLine: readonly string[];
}

/** True when /proc shows that very guest: not the engine, not its shim, not a pid of another kernel. */
export async function isVisible({ pid, commandLine }: HostProcess): Promise<boolean> {
  const seen = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return seen === `${commandLine.join('\0')}\0`;
}

/**
 * Ends a guest whose engine has died, and waits until it is gone: Docker's containers outlive it, and would disturb
 * whatever is measured next. One whose start was under way may appear only now; it is looked for during a second.
 */
export async function endOrphan(commandLine: readonly string[]): Promise<void> {
  let pids: number[] = [];
  for (let look = 0; look < 10 && pids.length === 0; look++) {
    pids = await pidsOf(commandLine);
    if (pids.length === 0) await pause(100);
  }
  for (const pid of pids.filter((each) => signal(each, 'SIGKILL'))) {
    for (let look = 0; look < 200 && identify(pid) !== null; look++) await pause(10);
  }
}

async function pidsOf(commandLine: readonly string[]): Promise<number[]> {
  const pids = (await readdir('/proc').catch(() => [])).map(Number).filter((pid) => pid > 0);
  const visible = await Promise.all(pids.map((pid) => isVisible({ pid, commandLine })));
  return pids.filter((_pid, at) => visible[at]);
}

/** False for a process of another user, such as a rootless engine's guest: that is left to the engine's restart. */
export const mayEnd = (pid: number): boolean => signal(pid, 0);

/** False when there is no such process, or it is another user's. */
export function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch (error) {
    if (['ESRCH', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) return false;
    throw error;
  }
}
