import { formatBytes, formatPercent } from '../report/format.ts';
import { type Finding, points, type Rule } from './finding.ts';

const LEAST_SWAP_BYTES = 64e6;
const LEAST_AVAILABLE_BYTES = 1e9;

/** One CPU of eight kept busy leaves room for a trial; beyond a tenth of all, the scheduler starts to move tasks. */
const busyCpu: Rule = ({ busyShare }) =>
  busyShare === null || busyShare < 0.05
    ? null
    : {
        id: 'busyCpu',
        severity: busyShare < 0.1 ? 'info' : 'warning',
        lowersBy: points(busyShare, 1, 60),
        what: `Other programs use ${formatPercent(busyShare)} of the CPUs right now.`,
        remedy: 'Close them, or wait until they are done; `top` shows which they are.',
      };

const loadAverage: Rule = ({ load1, availableCpus }) =>
  load1 / availableCpus < 0.5
    ? null
    : {
        id: 'loadAverage',
        severity: load1 < availableCpus ? 'info' : 'warning',
        lowersBy: points(load1 / availableCpus, 2, 20),
        what: `The load over the last minute is ${load1.toFixed(2)} on ${availableCpus} CPUs.`,
        remedy: 'Wait a minute after heavy work such as a build.',
      };

const steal: Rule = ({ stealShare }) =>
  stealShare === null || stealShare < 0.005
    ? null
    : {
        id: 'steal',
        severity: 'warning',
        lowersBy: points(stealShare, 0.1, 40),
        what: `The hypervisor gives ${formatPercent(stealShare)} of the CPU time to other machines.`,
        remedy: 'Run on a dedicated or less crowded host.',
      };

/** Percent of ten seconds; waiting for memory hurts long before waiting for a CPU does. */
const PRESSURE_LIMITS = { cpu: 10, io: 5, memory: 1 } as const;
const PRESSURE_REMEDIES = {
  cpu: 'Wait until other work is done, or give this machine more CPUs.',
  io: 'Wait until copying, updating or indexing is done.',
  memory: 'Close programs that use much memory.',
} as const;

function pressureRule(resource: keyof typeof PRESSURE_LIMITS): Rule {
  return ({ pressure }) => {
    const some = pressure[resource];
    if (some === null || some < PRESSURE_LIMITS[resource]) return null;
    return {
      id: `${resource}Pressure`,
      severity: 'warning',
      lowersBy: points(some, 10 * PRESSURE_LIMITS[resource], 20),
      what: `Tasks waited for ${resource === 'cpu' ? 'a CPU' : resource} in ${formatPercent(some / 100)} of the last ten seconds.`,
      remedy: PRESSURE_REMEDIES[resource],
    } satisfies Finding;
  };
}

const swapping: Rule = ({ swappedPages, swapUsedBytes }) => {
  if (swappedPages !== null && swappedPages > 0) {
    return {
      id: 'swapping',
      severity: 'warning',
      lowersBy: 25,
      what: `The machine is swapping: ${swappedPages} pages in a fifth of a second.`,
      remedy: 'Close programs that use much memory.',
    };
  }
  if (swapUsedBytes === null || swapUsedBytes < LEAST_SWAP_BYTES) return null;
  return {
    id: 'swapInUse',
    severity: 'info',
    lowersBy: 2,
    what: `${formatBytes(swapUsedBytes)} lie in swap, though nothing moves now.`,
    remedy: 'Nothing, while memory is free; else close programs.',
  };
};

/** A run holds a few guests of some 100 MiB and the page cache of their files. */
const lowMemory: Rule = ({ availableBytes, memoryBytes }) =>
  availableBytes === null || availableBytes > Math.min(LEAST_AVAILABLE_BYTES, memoryBytes / 4)
    ? null
    : {
        id: 'lowMemory',
        severity: 'warning',
        lowersBy: 15,
        what: `Only ${formatBytes(availableBytes)} of memory are available.`,
        remedy: 'Close programs that use much memory, or raise the limit of this container.',
      };

const otherRuns: Rule = ({ otherRuns: runs }) =>
  runs.length === 0
    ? null
    : {
        id: 'otherRun',
        severity: 'warning',
        lowersBy: 50,
        what: `Another coldbench run measures right now: ${runs.join(', ')}.`,
        remedy: 'Wait until it ends: two runs at once measure each other.',
      };

/** What comes and goes with other programs. */
export const LOAD_RULES: readonly Rule[] = [
  otherRuns,
  busyCpu,
  loadAverage,
  steal,
  pressureRule('cpu'),
  pressureRule('io'),
  pressureRule('memory'),
  swapping,
  lowMemory,
];
