import { readdir, readFile } from 'node:fs/promises';

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

/** Ends a guest whose engine has died: Docker's containers outlive it, and would disturb whatever is measured next. */
export async function endOrphan(commandLine: readonly string[]): Promise<void> {
  const pids = (await readdir('/proc').catch(() => [])).map(Number).filter((pid) => pid > 0);
  for (const pid of pids) {
    if (await isVisible({ pid, commandLine })) kill(pid);
  }
}

/** False for a process of another user, such as a rootless engine's guest. */
export function mayEnd(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Gone already is as good; another user's, as a rootless engine's guest may be, is left to the engine's restart. */
function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (!['ESRCH', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}
