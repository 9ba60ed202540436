import { DECISIVE_MACHINE_FIELDS } from '../model/machine-fields.ts';
import type { Machine, Manifest } from '../model/schema.ts';
import type { MachineClass } from './series.ts';
import { idOf } from './store/hashes.ts';

type Facts = MachineClass['facts'];

/**
 * What has to be equal for the absolute figures of two runs to be of one series. To the hardware, at which comparing
 * stops, it adds versions, which a nightly run meets sooner or later: the kernel's major version, the container engine,
 * Node, V8 and coldbench itself. Nothing in it changes with a reboot, and nothing names the machine.
 */
export function machineClassOf({ machine, tools, harnessVersion }: Manifest): MachineClass {
  const facts: Facts = {
    ...Object.fromEntries(DECISIVE_MACHINE_FIELDS.map((field) => [field, machine[field]])),
    kernelMajor: kernelMajor(machine),
    ...engineFacts(machine),
    node: tools.node ?? null,
    v8: tools.v8 ?? null,
    coldbench: harnessVersion,
  };
  const text = JSON.stringify(Object.entries(facts).sort(([a], [b]) => (a < b ? -1 : 1)));
  return {
    id: idOf(text),
    name: nameOf(facts),
    facts,
  };
}

const kernelMajor = ({ kernel }: Machine): number | null => {
  const major = kernel.match(/^\d+/)?.[0];
  return major === undefined ? null : Number(major);
};

const engineFacts = ({ containerEngine }: Machine): Facts =>
  Object.fromEntries(
    Object.entries(containerEngine ?? {}).map(([field, value]) => [`containerEngine.${field}`, value]),
  );

const SYSTEMS: Readonly<Record<string, string>> = { linux: 'Linux', darwin: 'Darwin', win32: 'Windows' };

/** `Intel Xeon @ 2.90GHz, 2 CPUs, x64, Linux 6, Node 20.20.2`; several classes may share it. */
function nameOf(facts: Facts): string {
  const { cpuModel, arch, logicalCpus, availableCpus, platform, kernelMajor: major, emulated, node } = facts;
  const cpus = availableCpus === logicalCpus ? logicalCpus : `${availableCpus} of ${logicalCpus}`;
  return [
    cpuName(String(cpuModel)),
    `${cpus} CPU${cpus === 1 ? '' : 's'}`,
    `${arch}${emulated === true ? ' (emulated)' : ''}`,
    `${SYSTEMS[String(platform)] ?? platform}${major === null ? '' : ` ${major}`}`,
    ...(node === null ? [] : [`Node ${String(node).replace(/^v/, '')}`]),
  ].join(', ');
}

/** Without what every CPU of a maker has in its name. */
const cpuName = (model: string): string =>
  model
    .replace(/\((?:R|TM)\)|\b(?:CPU|Processor)\b/g, ' ')
    .replace(/\s+/g, ' ')
    .trim() || 'unknown CPU';

/** What is not equal in two classes, as `field: before → after`. */
export function classDifferences(before: MachineClass, after: MachineClass): string[] {
  const fields = Object.keys({ ...before.facts, ...after.facts });
  return fields.flatMap((field) => {
    const [old, fresh] = [before.facts[field] ?? null, after.facts[field] ?? null];
    return old === fresh ? [] : [`${field}: ${old ?? 'unknown'} → ${fresh ?? 'unknown'}`];
  });
}
