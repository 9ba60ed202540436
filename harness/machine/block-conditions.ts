import type { Ns } from '../model/units.ts';
import { canary } from './canary.ts';
import { cpuStatFile } from './cgroup.ts';
import { type HostFiles, hostFiles, readNumber } from './host-files.ts';
import { readPressure } from './pressure.ts';
import { NS_PER_TICK, parseProcStat } from './proc-stat.ts';

/**
 * What the machine's counters say at one instant, for the borders of blocks. All count up since boot but the frequency;
 * null where this system does not tell. Plain data, fit for a result set.
 */
export interface Conditions {
  /** CLOCK_MONOTONIC. */
  readonly atNs: Ns;
  /** Time in which a CPU was kept from this virtual machine, summed over its CPUs, in steps of 10 ms. */
  readonly stealNs: Ns | null;
  /** Time in which some task, ours included, waited for a CPU, for the disk, for memory. */
  readonly psiCpuSomeUs: number | null;
  readonly psiIoSomeUs: number | null;
  readonly psiMemorySomeUs: number | null;
  /** Time in which its cgroup's CPU quota stopped the harness; null also when it has no quota. */
  readonly throttledUs: number | null;
  readonly contextSwitches: number | null;
  /** Of the first CPU, at this instant. */
  readonly frequencyKhz: number | null;
}

/** One border serves the block before it and the block after it. */
export interface Border extends Conditions {
  readonly canaryNs: Ns;
}

export function readBorder(): Border {
  return { canaryNs: canary(), ...readConditions() };
}

/** Reads all counters now, synchronously, in less than 0.1 ms (measured: harness/machine/README.md). */
export function readConditions(): Conditions {
  reader ??= conditionsReader(hostFiles);
  return reader();
}

let reader: (() => Conditions) | undefined;

/** Finds out once what this host has and which of it is quick to read. */
export function conditionsReader(files: HostFiles): () => Conditions {
  const cpuStat = cpuStatFile(files);
  const readsFrequency = frequencyIsQuick(files);
  return () => {
    const stat = parseProcStat(files.read('/proc/stat') ?? '');
    const stealTicks = stat?.steal ?? null;
    return {
      atNs: Number(process.hrtime.bigint()),
      stealNs: stealTicks === null ? null : stealTicks * NS_PER_TICK,
      psiCpuSomeUs: readPressure(files, 'cpu')?.someTotalUs ?? null,
      psiIoSomeUs: readPressure(files, 'io')?.someTotalUs ?? null,
      psiMemorySomeUs: readPressure(files, 'memory')?.someTotalUs ?? null,
      throttledUs: cpuStat === null ? null : parseThrottled(files.read(cpuStat) ?? ''),
      contextSwitches: stat?.contextSwitches ?? null,
      frequencyKhz: readsFrequency ? readNumber(files, FREQUENCY) : null,
    };
  };
}

const FREQUENCY = '/sys/devices/system/cpu/cpu0/cpufreq/scaling_cur_freq';
const QUICK_NS = 500_000n;

/** On x86 before Linux 5.19 a reading may sleep for 10 ms to sample APERF/MPERF: too dear for what it tells. */
function frequencyIsQuick(files: HostFiles): boolean {
  // The quickest of three: one may have waited for its core, whatever the file costs.
  const timesNs = [1, 2, 3].map(() => {
    const begin = process.hrtime.bigint();
    return readNumber(files, FREQUENCY) === null ? null : process.hrtime.bigint() - begin;
  });
  return timesNs.some((ns) => ns !== null && ns < QUICK_NS);
}

/** `throttled_usec` of cgroup v2, or `throttled_time` of v1, which counts nanoseconds. */
export function parseThrottled(cpuStat: string): number | null {
  const [, key, value] = cpuStat.match(/^(throttled_usec|throttled_time) (\d+)$/m) ?? [];
  if (key === undefined) return null;
  return key === 'throttled_usec' ? Number(value) : Math.round(Number(value) / 1000);
}
