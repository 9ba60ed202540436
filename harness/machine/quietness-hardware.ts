import { TURBO_FILES } from './cpu-frequency.ts';
import { points, type Rule } from './finding.ts';

const emulated: Rule = (surroundings) =>
  surroundings.emulated === true
    ? {
        id: 'emulated',
        severity: 'warning',
        lowersBy: 50,
        what: 'This Node is built for another CPU, and its instructions are translated.',
        remedy: 'Install the Node of this machine’s own architecture.',
      }
    : null;

const virtualised: Rule = ({ virtualization }) =>
  virtualization === null || virtualization === 'none'
    ? null
    : {
        id: 'virtualised',
        severity: 'info',
        lowersBy: 5,
        what: `This is a virtual machine (${virtualization}): its neighbours cannot be seen from here.`,
        remedy: 'Compare ratios rather than times, or run on bare metal.',
      };

const governor: Rule = (surroundings) =>
  surroundings.governor === null || surroundings.governor === 'performance'
    ? null
    : {
        id: 'governor',
        severity: 'warning',
        lowersBy: 10,
        what: `The CPU frequency follows the load (governor ${surroundings.governor}): every cold start begins slow.`,
        remedy: 'sudo cpupower frequency-set -g performance',
      };

const turbo: Rule = (surroundings) =>
  surroundings.turbo === true
    ? {
        id: 'turbo',
        severity: 'info',
        lowersBy: 3,
        what: 'Turbo is on: the CPU is faster while it is cool.',
        remedy: `For steadier figures: echo 1 | sudo tee ${TURBO_FILES.noTurbo} (Intel), or echo 0 | sudo tee ${TURBO_FILES.boost}`,
      }
    : null;

const battery: Rule = ({ onBattery }) =>
  onBattery === true
    ? {
        id: 'battery',
        severity: 'warning',
        lowersBy: 15,
        what: 'This machine runs from its battery and saves power.',
        remedy: 'Plug it in.',
      }
    : null;

const throttled: Rule = ({ throttled: times }) =>
  times !== null && times > 0
    ? {
        id: 'overheating',
        severity: 'warning',
        lowersBy: 25,
        what: `The CPU slows down against overheating: ${times} times in a fifth of a second.`,
        remedy: 'Let it cool down, and give its fans air.',
      }
    : null;

/** Guest, harness and engine need a CPU each to not wait for one another. */
const fewCpus: Rule = ({ availableCpus, logicalCpus }) => {
  if (availableCpus >= 2) return null;
  const limited = availableCpus < logicalCpus;
  return {
    id: 'fewCpus',
    severity: 'warning',
    lowersBy: points(2 - availableCpus, 1, 15),
    what: `coldbench and its guests share ${availableCpus} CPU${limited ? ` of ${logicalCpus}` : ''}.`,
    remedy: limited
      ? 'Raise the CPU limit of this container or cgroup to 2 or more.'
      : 'Give this machine two CPUs or more.',
  };
};

/** What stays as it is until somebody changes the machine or its settings. */
export const HARDWARE_RULES: readonly Rule[] = [
  emulated,
  virtualised,
  governor,
  turbo,
  battery,
  throttled,
  fewCpus,
];
