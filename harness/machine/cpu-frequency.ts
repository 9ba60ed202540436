import { type HostFiles, readLine, readNumber } from './host-files.ts';

const CPUFREQ = '/sys/devices/system/cpu/cpufreq';

/**
 * The frequency governors in use, comma-separated when the CPUs differ; null without cpufreq, as in most virtual
 * machines, where the host decides. Kernel: admin-guide/pm/cpufreq.rst.
 */
export function readGovernor(files: HostFiles): string | null {
  const policies = files.list(CPUFREQ).filter((name) => name.startsWith('policy'));
  const governors = policies.flatMap((name) => readLine(files, `${CPUFREQ}/${name}/scaling_governor`) ?? []);
  return governors.length === 0 ? null : [...new Set(governors)].sort().join(',');
}

/** How to switch turbo off where it can be: Intel's driver says "no turbo", all others say "boost". */
export const TURBO_FILES = {
  noTurbo: '/sys/devices/system/cpu/intel_pstate/no_turbo',
  boost: `${CPUFREQ}/boost`,
} as const;

/** Whether the CPU may run above its base frequency for as long as it stays cool; null when the kernel does not say. */
export function readTurbo(files: HostFiles): boolean | null {
  const noTurbo = readNumber(files, TURBO_FILES.noTurbo);
  if (noTurbo !== null) return noTurbo === 0;
  const boost = readNumber(files, TURBO_FILES.boost);
  return boost === null ? null : boost !== 0;
}

/** How often cores slowed down against overheating since boot (Intel, AMD: none); null where it is not counted. */
export function readThrottleCount(files: HostFiles): number | null {
  const cpus = files.list('/sys/devices/system/cpu').filter((name) => /^cpu\d+$/.test(name));
  const counts = cpus.flatMap(
    (cpu) => readNumber(files, `/sys/devices/system/cpu/${cpu}/thermal_throttle/core_throttle_count`) ?? [],
  );
  return counts.length === 0 ? null : counts.reduce((sum, count) => sum + count, 0);
}
