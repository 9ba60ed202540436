import { cpus } from 'node:os';
import type { HostFiles } from './host-files.ts';

/** CPU time since boot, summed over all CPUs. Only shares and differences mean anything; the unit is named by the source. */
export interface CpuTimes {
  readonly busy: number;
  readonly total: number;
  /** Time in which a CPU wanted to run and the hypervisor ran somebody else; null where that is not told. */
  readonly steal: number | null;
}

/** One tick of /proc/stat (USER_HZ): 100 a second in the kernel's user interface on all machines that Node runs on. */
export const NS_PER_TICK = 10_000_000;

/** What the first lines of /proc/stat tell; see proc_stat(5). */
export interface ProcStat extends CpuTimes {
  readonly contextSwitches: number | null;
}

export function parseProcStat(text: string): ProcStat | null {
  const times = text
    .match(/^cpu +(.*)$/m)?.[1]
    ?.split(' ')
    .map(Number);
  if (times === undefined) return null;
  // guest and guest_nice (fields 9 and 10) are already part of user and nice.
  const [user = 0, nice = 0, system = 0, idle = 0, iowait = 0, irq = 0, softirq = 0, steal = 0] = times;
  const busy = user + nice + system + irq + softirq;
  const switches = text.match(/^ctxt (\d+)$/m)?.[1];
  return {
    busy,
    total: busy + idle + iowait + steal,
    steal,
    contextSwitches: switches === undefined ? null : Number(switches),
  };
}

/** CPU times of this machine: /proc/stat, and what Node tells where there is none (macOS, in ms and without steal). */
export function readCpuTimes(files: HostFiles): CpuTimes {
  const stat = parseProcStat(files.read('/proc/stat') ?? '');
  if (stat !== null) return stat;
  const times = cpus().map((cpu) => cpu.times);
  const busy = times.reduce((sum, time) => sum + time.user + time.nice + time.sys + time.irq, 0);
  return { busy, total: busy + times.reduce((sum, time) => sum + time.idle, 0), steal: null };
}

/** The shares, 0 to 1, of all CPU time between two readings; null when the clock has not moved. */
export function cpuShares(before: CpuTimes, after: CpuTimes): { busy: number; steal: number | null } | null {
  const total = after.total - before.total;
  if (total <= 0) return null;
  // Counters of a CPU that goes offline, or of iowait, may step back a little; a share below 0 means nothing.
  const share = (difference: number): number => Math.min(1, Math.max(0, difference / total));
  const { steal } = after;
  return {
    busy: share(after.busy - before.busy),
    steal: steal === null || before.steal === null ? null : share(steal - before.steal),
  };
}
