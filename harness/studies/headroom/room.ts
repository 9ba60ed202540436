import { cgroupFolders } from '../../machine/cgroup.ts';
import { type HostFiles, hostFiles, readNumber } from '../../machine/host-files.ts';
import { readMemory } from '../../machine/memory-statistics.ts';
import type { Bytes } from '../../model/units.ts';

/** What is left of the machine for further guests; null where the system does not tell (not Linux). */
export interface Room {
  /** The least of MemAvailable and of what the memory cgroups of this process still grant. */
  readonly availableBytes: Bytes | null;
  /** The least of the machine's memory and of the limits of those cgroups. */
  readonly totalBytes: Bytes | null;
  /** Processes and threads that could still be started. */
  readonly tasks: number | null;
  /** Ports that the system could still give out by itself. */
  readonly ports: number | null;
}

export const readRoom = (files: HostFiles = hostFiles): Room => ({
  availableBytes: readAvailable(files),
  totalBytes: readTotal(files),
  tasks: readTasks(files),
  ports: readPorts(files),
});

export function readAvailable(files: HostFiles = hostFiles): Bytes | null {
  const { availableBytes } = readMemory(files);
  if (availableBytes === null) return null;
  const granted = cgroupFolders(files, 'memory').flatMap((folder) => grantedBytes(files, folder) ?? []);
  return Math.max(0, Math.min(availableBytes, ...granted));
}

function readTotal(files: HostFiles): Bytes | null {
  const { totalBytes } = readMemory(files);
  if (totalBytes === null) return null;
  const limits = cgroupFolders(files, 'memory').flatMap((folder) => limitBytes(files, folder) ?? []);
  return Math.min(totalBytes, ...limits);
}

const limitBytes = (files: HostFiles, folder: string): Bytes | null =>
  readNumber(files, `${folder}/memory.max`) ?? readNumber(files, `${folder}/memory.limit_in_bytes`);

/** Page cache that nobody has used lately is given back before a limit is felt. */
function grantedBytes(files: HostFiles, folder: string): Bytes | null {
  const limit = limitBytes(files, folder);
  const used =
    readNumber(files, `${folder}/memory.current`) ?? readNumber(files, `${folder}/memory.usage_in_bytes`);
  if (limit === null || used === null) return null;
  const stat = files.read(`${folder}/memory.stat`) ?? '';
  const inactive = stat.match(/^(?:total_)?inactive_file (\d+)$/m)?.[1];
  return limit - used + Number(inactive ?? 0);
}

/** The kernel's own limits, and those of the pids cgroups of this process. */
function readTasks(files: HostFiles): number | null {
  const running = Number(files.read('/proc/loadavg')?.match(/ \d+\/(\d+) /)?.[1] ?? Number.NaN);
  const limits = ['/proc/sys/kernel/threads-max', '/proc/sys/kernel/pid_max'].flatMap(
    (path) => readNumber(files, path) ?? [],
  );
  const granted = cgroupFolders(files, 'pids').flatMap((folder) => {
    const most = readNumber(files, `${folder}/pids.max`);
    const current = readNumber(files, `${folder}/pids.current`);
    return most === null || current === null ? [] : [most - current];
  });
  const left = [...limits.map((limit) => limit - running).filter(Number.isFinite), ...granted];
  return left.length === 0 ? null : Math.max(0, Math.min(...left));
}

/** The range of ip_local_port_range less every TCP socket, which is more than hold a port of it. */
function readPorts(files: HostFiles): number | null {
  const [first, last] = (files.read('/proc/sys/net/ipv4/ip_local_port_range') ?? '').trim().split(/\s+/);
  const [, inUse, waiting] =
    (files.read('/proc/net/sockstat') ?? '').match(/^TCP: inuse (\d+) orphan \d+ tw (\d+)/m) ?? [];
  if (last === undefined || inUse === undefined) return null;
  return Math.max(0, Number(last) - Number(first) + 1 - Number(inUse) - Number(waiting));
}
