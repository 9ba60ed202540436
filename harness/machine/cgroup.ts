import { type HostFiles, readLine, readNumber } from './host-files.ts';

interface CgroupMount {
  readonly type: 'cgroup' | 'cgroup2';
  /** The cgroup that is visible at the mount point: not "/" inside most containers. */
  readonly root: string;
  readonly point: string;
  readonly controllers: readonly string[];
}

/** `v2`, `v1`, or `hybrid`: v1 with a v2 tree beside it; null without cgroups. Kernel: admin-guide/cgroup-v2.rst. */
export function cgroupVersion(files: HostFiles): 'v1' | 'v2' | 'hybrid' | null {
  const types = new Set(cgroupMounts(files).map((mount) => mount.type));
  if (types.size === 2) return 'hybrid';
  return types.has('cgroup2') ? 'v2' : types.has('cgroup') ? 'v1' : null;
}

/** The CPU time that cgroups grant a process, in CPUs ("1.5"), the least of all levels; null when unlimited. */
export function readCpuQuota(files: HostFiles, pid: number | 'self' = 'self'): number | null {
  const quotas = cgroupFolders(files, 'cpu', pid).flatMap((folder) => quotaOf(files, folder) ?? []);
  return quotas.length === 0 ? null : Math.min(...quotas);
}

/** The `cpu.stat` that counts this process's throttling; null when no cgroup limits it, for then nothing throttles. */
export function cpuStatFile(files: HostFiles): string | null {
  const limited = cgroupFolders(files, 'cpu').find((folder) => quotaOf(files, folder) !== null);
  return limited === undefined ? null : `${limited}/cpu.stat`;
}

function quotaOf(files: HostFiles, folder: string): number | null {
  // "150000 100000" or "max 100000", in microseconds.
  const max = readLine(files, `${folder}/cpu.max`)?.match(/^(\d+) (\d+)$/);
  if (max) return Number(max[1]) / Number(max[2]);
  const quota = readNumber(files, `${folder}/cpu.cfs_quota_us`);
  const period = readNumber(files, `${folder}/cpu.cfs_period_us`);
  return quota === null || quota <= 0 || period === null ? null : quota / period;
}

/**
 * The folders of a process's cgroup of a controller (`cpu`, `memory`, `pids`) and of those above it, innermost first;
 * v2's files and v1's differ by name.
 */
export function cgroupFolders(
  files: HostFiles,
  controller: string,
  pid: number | 'self' = 'self',
): readonly string[] {
  const membership = files.read(`/proc/${pid}/cgroup`) ?? '';
  return mountsOf(files, controller).flatMap((mount) => {
    const path = membershipPath(membership, mount, controller);
    return path === null ? [] : foldersUpTo(mount.point, path);
  });
}

/** A controller is in one tree only: in v1's, or else in that of v2, which may be mounted beside without it. */
function mountsOf(files: HostFiles, controller: string): readonly CgroupMount[] {
  const mounts = cgroupMounts(files);
  const v1 = mounts.filter(({ type, controllers }) => type === 'cgroup' && controllers.includes(controller));
  return v1.length > 0 ? v1 : mounts.filter(({ type }) => type === 'cgroup2');
}

function cgroupMounts(files: HostFiles): readonly CgroupMount[] {
  // Fields of proc_pid_mountinfo(5): id, parent, device, root, mount point, options, optional fields, "-", type, source, super options.
  const lines = (files.read('/proc/self/mountinfo') ?? '').matchAll(
    /^\d+ \d+ \S+ (\S+) (\S+) .*- (cgroup2?) \S+ (\S+)$/gm,
  );
  return [...lines].map(([, root = '/', point = '', type, options = '']) => ({
    type: type === 'cgroup2' ? 'cgroup2' : 'cgroup',
    root,
    point,
    controllers: options.split(','),
  }));
}

/** Where in the mounted tree this process is; the path is the host's while the mount may begin lower. */
function membershipPath(membership: string, mount: CgroupMount, controller: string): string | null {
  for (const line of membership.split('\n')) {
    const [, controllers = '', path] = line.match(/^\d+:([^:]*):(.*)$/) ?? [];
    const matches =
      mount.type === 'cgroup2' ? controllers === '' : controllers.split(',').includes(controller);
    if (path === undefined || !matches) continue;
    return path.startsWith(mount.root) ? path.slice(mount.root.length) : path;
  }
  return null;
}

function foldersUpTo(point: string, path: string): readonly string[] {
  const steps = path.split('/').filter((step) => step !== '' && step !== '..');
  return steps.map((_, index) => `${point}/${steps.slice(0, steps.length - index).join('/')}`).concat(point);
}
