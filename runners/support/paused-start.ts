import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { Launch, LaunchContext, NoSuchStart } from '../runner.ts';

/** For what comes before a warmer start's own launch: it is no part of the trial, so that nothing of it is stamped. */
export const beforeTheClock = (context: LaunchContext): LaunchContext => ({
  ...context,
  beforeLaunch: async () => undefined,
  mark: () => undefined,
  report: () => undefined,
});

/**
 * A guest that was launched, became ready, answered nothing yet, and was stopped by SIGSTOP; `launch` is the instant
 * before SIGCONT. It announces nothing when it goes on, so `ready` is the instant at which the signal has been sent.
 */
export function pausedStart(launch: Launch): Launch | NoSuchStart {
  if (process.platform !== 'linux') return { unavailable: 'only Linux tells that every thread has stopped' };
  return async (context) => {
    const pids: number[] = [];
    const journal = (pid: number): void => {
      pids.push(pid);
      context.journal(pid);
    };
    const instance = await launch({ ...beforeTheClock(context), journal });
    try {
      for (const pid of pids) await stopProcess(pid, context.signal);
      await context.beforeLaunch();
      context.signal.throwIfAborted();
      context.mark('launch');
      for (const pid of pids) process.kill(pid, 'SIGCONT');
      context.mark('ready');
      return instance;
    } catch (error) {
      await instance.stop();
      throw error;
    }
  };
}

const LOOK_AGAIN_MS = 1;

/** Stops a process, and waits until all of its threads have. */
async function stopProcess(pid: number, signal: AbortSignal): Promise<void> {
  process.kill(pid, 'SIGSTOP');
  while (!(await isStopped(pid))) {
    signal.throwIfAborted();
    await pause(LOOK_AGAIN_MS);
  }
}

/** State `T` of every thread, the field after the command name; see proc_pid_stat(5). */
export async function isStopped(pid: number): Promise<boolean> {
  const threads = await readdir(`/proc/${pid}/task`);
  const stats = await Promise.all(
    // A thread that has just ended has not stopped, and is not there at the next look.
    threads.map((thread) => readFile(`/proc/${pid}/task/${thread}/stat`, 'utf8').catch(() => '')),
  );
  return stats.every((stat) => stat.slice(stat.lastIndexOf(')') + 2).startsWith('T'));
}
