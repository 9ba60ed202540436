import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A pid alone is reused; with the start time it names one process for as long as the machine is up. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly started: string;
}

/** Null when there is no such process. */
export function identify(pid: number): ProcessIdentity | null {
  const started = process.platform === 'linux' ? startTicks(pid) : startTime(pid);
  return started === null ? null : { pid, started };
}

export function isRunning({ pid, started }: ProcessIdentity): boolean {
  return identify(pid)?.started === started;
}

/**
 * Field 22 of /proc/PID/stat, clock ticks since boot, with the boot's id: proc_pid_stat(5). A zombie is gone. It is read
 * of the first thread, which is the process: qemu-user answers /proc/PID/stat of the asking process itself, with the time of
 * its last exec, and every other process would then take a living run for a dead one.
 */
function startTicks(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/task/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const bootId = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return fields[0] === 'Z' ? null : `${fields[19]}@${bootId}`;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ESRCH') return null;
    throw error;
  }
}

function startTime(pid: number): string | null {
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || null;
  } catch {
    return null; // ps exits with 1 when there is no such process
  }
}
