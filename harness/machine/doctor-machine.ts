import type { Machine } from '../model/schema.ts';
import type { Bytes } from '../model/units.ts';
import { formatBytes } from '../report/format.ts';
import { type DoctorItem, type DoctorSection, item, type Status } from './doctor-report.ts';
import type { Quietness } from './quietness.ts';

/** What a run leaves on the disk: some hundred megabytes of artifacts and image layers, and a result set. */
const LEAST_FREE_BYTES = 1e9;

export function machineSection(machine: Machine): DoctorSection {
  const limited = machine.availableCpus < machine.logicalCpus;
  return {
    title: 'Machine',
    items: [
      item('CPU', 'info', `${machine.cpuModel} (${machine.arch})`),
      item(
        'CPUs',
        'info',
        limited ? `${machine.availableCpus} of ${machine.logicalCpus}` : `${machine.logicalCpus}`,
      ),
      item('memory', 'info', formatBytes(machine.memoryLimitBytes ?? machine.memoryBytes)),
      item('system', 'info', `${machine.os}, kernel ${machine.kernel}`),
      item('virtualisation', 'info', virtualisation(machine)),
      item('CPU governor', 'info', machine.governor ?? 'not told by this system'),
      item(
        'turbo',
        'info',
        machine.turbo === null ? 'not told by this system' : machine.turbo ? 'on' : 'off',
      ),
      item('cgroup', 'info', machine.cgroup ?? 'none'),
      item('pressure figures', ...pressureStatus(machine)),
    ],
  };
}

function virtualisation({ virtualization, container, emulated }: Machine): string {
  const words = [virtualization ?? 'unknown'];
  if (container !== null && container !== 'none') words.push(`in a container (${container})`);
  if (emulated === true) words.push('emulated');
  return words.join(', ');
}

function pressureStatus({ platform, pressureStall }: Machine): [Status, string, string | null] {
  if (pressureStall === true) return ['ok', 'available', null];
  if (platform !== 'linux') return ['info', 'none on this system', null];
  return ['warning', 'none: disturbed blocks are harder to tell', 'Boot the kernel with psi=1.'];
}

/** From 90 on nothing worth a remedy was found; a virtual machine alone costs 5. */
export function quietnessSection({ score, findings }: Quietness): DoctorSection {
  const status: Status = score >= 90 ? 'ok' : 'warning';
  const items = findings.map(
    ({ id, severity, what, remedy }): DoctorItem => item(inWords(id), severity, what, remedy),
  );
  return { title: 'Quietness', items: [item('score', status, `${score} of 100`), ...items] };
}

/** `busyCpu` is for scripts; people read "busy CPU". */
const inWords = (id: string): string =>
  id.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).replace(/\bcpu/, 'CPU');

export function diskSection(folder: string, freeBytes: Bytes): DoctorSection {
  const value = `${formatBytes(freeBytes)} free in ${folder}`;
  const free =
    freeBytes < LEAST_FREE_BYTES
      ? item('results', 'warning', value, 'Free some space: images and artifacts take up to 1 GB.')
      : item('results', 'ok', value);
  return { title: 'Disk', items: [free] };
}
