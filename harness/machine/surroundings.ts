import { loadavg, platform } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Bytes, Ms } from '../model/units.ts';
import { readThrottleCount } from './cpu-frequency.ts';
import { readMachine } from './fingerprint.ts';
import { hostFiles } from './host-files.ts';
import { macSwap, readMacBattery, readSysctl } from './macos.ts';
import { readMemory, readSwappedPages } from './memory-statistics.ts';
import { readOtherRuns } from './other-runs.ts';
import { readOnBattery } from './power-supply.ts';
import { readPressure } from './pressure.ts';
import { cpuShares, readCpuTimes } from './proc-stat.ts';

/** Everything that the judgement of quietness rests on. Null: this system does not tell, and so nothing is concluded. */
export interface Surroundings {
  readonly availableCpus: number;
  readonly logicalCpus: number;
  /** Running and waiting tasks, averaged over about a minute. */
  readonly load1: number;
  /** Shares, 0 to 1, of all CPU time in the window; coldbench itself sleeps in it. */
  readonly busyShare: number | null;
  readonly stealShare: number | null;
  /** Percent of the last ten seconds in which some task waited. */
  readonly pressure: {
    readonly cpu: number | null;
    readonly io: number | null;
    readonly memory: number | null;
  };
  readonly governor: string | null;
  readonly turbo: boolean | null;
  readonly virtualization: string | null;
  readonly emulated: boolean | null;
  readonly onBattery: boolean | null;
  readonly memoryBytes: Bytes;
  readonly availableBytes: Bytes | null;
  readonly swapUsedBytes: Bytes | null;
  /** Pages moved from or to swap, and overheating slow-downs, in the window. */
  readonly swappedPages: number | null;
  readonly throttled: number | null;
  readonly otherRuns: readonly string[];
}

const WINDOW_MS: Ms = 200;

/** Looks for `windowMs`, since the load average lags by a minute and counters tell only differences. */
export async function readSurroundings(windowMs: Ms = WINDOW_MS): Promise<Surroundings> {
  // First what costs CPU time itself, then the window.
  const machine = await readMachine(null);
  const memory = platform() === 'darwin' ? await macMemory(machine.memoryBytes) : readMemory(hostFiles);
  const onBattery = platform() === 'darwin' ? await readMacBattery() : readOnBattery(hostFiles);
  const window = await watch(windowMs);
  return {
    ...window,
    ...pick(machine),
    load1: loadavg()[0] ?? 0,
    pressure: readPressures(),
    onBattery,
    availableBytes: memory.availableBytes,
    swapUsedBytes: memory.swapUsedBytes,
    otherRuns: readOtherRuns(),
  };
}

const pick = (machine: Awaited<ReturnType<typeof readMachine>>) => ({
  availableCpus: machine.availableCpus,
  logicalCpus: machine.logicalCpus,
  governor: machine.governor,
  turbo: machine.turbo,
  virtualization: machine.virtualization,
  emulated: machine.emulated,
  memoryBytes: machine.memoryLimitBytes ?? machine.memoryBytes,
});

async function watch(windowMs: Ms) {
  const before = readCounters();
  await sleep(windowMs);
  const after = readCounters();
  const shares = cpuShares(before.cpu, after.cpu);
  return {
    busyShare: shares?.busy ?? null,
    stealShare: shares?.steal ?? null,
    swappedPages: rise(before.swapped, after.swapped),
    throttled: rise(before.throttled, after.throttled),
  };
}

const readCounters = () => ({
  cpu: readCpuTimes(hostFiles),
  swapped: readSwappedPages(hostFiles),
  throttled: readThrottleCount(hostFiles),
});

const rise = (before: number | null, after: number | null): number | null =>
  before === null || after === null ? null : Math.max(0, after - before);

const readPressures = () => ({
  cpu: readPressure(hostFiles, 'cpu')?.someAvg10 ?? null,
  io: readPressure(hostFiles, 'io')?.someAvg10 ?? null,
  memory: readPressure(hostFiles, 'memory')?.someAvg10 ?? null,
});

/** kern.memorystatus_level is the percentage that memory_pressure(1) calls free. */
async function macMemory(memoryBytes: Bytes) {
  const sysctl = await readSysctl();
  const level = sysctl.get('kern.memorystatus_level');
  return {
    availableBytes: level === undefined ? null : Math.round((Number(level) / 100) * memoryBytes),
    swapUsedBytes: macSwap(sysctl)?.usedBytes ?? null,
  };
}
