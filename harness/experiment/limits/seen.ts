import type { ResourceLimits } from '../../../runners/runner.ts';
import { cgroupFolders, readCpuQuota } from '../../machine/cgroup.ts';
import { type HostFiles, hostFiles, readNumber } from '../../machine/host-files.ts';
import type { Bytes, Ns } from '../../model/units.ts';

/** What the kernel says of the cgroup that a guest is in. */
export interface SeenLimits {
  /** As the kernel grants them to the guest, over all levels. */
  readonly limits: ResourceLimits;
  /** How long it was kept from running because its CPU time was used up, summed over CPUs; null where nothing tells. */
  readonly throttledNs: Ns | null;
  /** The most memory that its cgroup held, page cache of its own included; null where nothing tells. */
  readonly peakBytes: Bytes | null;
}

/** Null when the process cannot be seen from here, as in an engine's virtual machine. */
export function seeLimits(pid: number, files: HostFiles = hostFiles): SeenLimits | null {
  const [cpu] = cgroupFolders(files, 'cpu', pid);
  const memory = cgroupFolders(files, 'memory', pid);
  if (cpu === undefined || memory[0] === undefined) return null;
  return {
    limits: { cpus: readCpuQuota(files, pid), memoryBytes: leastLimit(files, memory) },
    throttledNs: throttled(files, cpu),
    peakBytes:
      readNumber(files, `${memory[0]}/memory.peak`) ??
      readNumber(files, `${memory[0]}/memory.max_usage_in_bytes`),
  };
}

/** v1 writes a number near 2^63 where there is no limit. */
const UNLIMITED = 2 ** 62;

function leastLimit(files: HostFiles, folders: readonly string[]): Bytes | null {
  const limits = folders.flatMap(
    (folder) =>
      readNumber(files, `${folder}/memory.max`) ?? readNumber(files, `${folder}/memory.limit_in_bytes`) ?? [],
  );
  const least = Math.min(...limits);
  return least < UNLIMITED ? least : null;
}

function throttled(files: HostFiles, folder: string): Ns | null {
  const stat = files.read(`${folder}/cpu.stat`) ?? '';
  const ns = /^throttled_time (\d+)$/m.exec(stat)?.[1];
  const us = /^throttled_usec (\d+)$/m.exec(stat)?.[1];
  return ns !== undefined ? Number(ns) : us !== undefined ? Number(us) * 1000 : null;
}
