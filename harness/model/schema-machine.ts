import { z } from 'zod';
import { bytes, count, facts } from './schema-fields.ts';

export const machineSchema = z
  .looseObject({
    cpuModel: z.string().describe("The CPU's name."),
    cpuSignature: z
      .string()
      .nullable()
      .describe(
        "Family, model and stepping: tells apart what a cloud's CPU name hides. Null when the system does not tell.",
      ),
    arch: z.string().describe('Architecture, as Node names it: `x64`, `arm64`.'),
    logicalCpus: count.describe('CPUs that the system has.'),
    availableCpus: z
      .number()
      .positive()
      .describe('What affinity and cgroup quota leave of them; a quota may be a fraction.'),
    memoryBytes: bytes.describe('Memory of the machine.'),
    memoryLimitBytes: bytes.nullable().describe('What the cgroup leaves of it. Null without a limit.'),
    swapBytes: bytes.nullable().describe('Swap space; 0 is none. Null when the system does not tell.'),
    platform: z.string().describe('Operating system, as Node names it: `linux`, `darwin`.'),
    kernel: z.string().describe("The kernel's release."),
    os: z.string().describe('Name and version of the distribution or system.'),
    hostnameHash: z
      .string()
      .nullable()
      .describe(
        '16 hex digits: the same machine has the same, and nobody learns its name. Null when it was withheld.',
      ),
    bootHash: z
      .string()
      .nullable()
      .describe('16 hex digits, the same until the next boot. Null when the system does not tell.'),
    virtualization: z
      .string()
      .nullable()
      .describe(
        'The virtual machine around it, an id of systemd-detect-virt(1), or `none`. Null when nothing tells.',
      ),
    container: z
      .string()
      .nullable()
      .describe('The container around the harness, or `none`. Null where there are none (macOS).'),
    emulated: z
      .boolean()
      .nullable()
      .describe('True when the instructions are translated (qemu-user, Rosetta). Null when nothing tells.'),
    governor: z
      .string()
      .nullable()
      .describe("The CPU's frequency governor. Null when the system does not tell."),
    turbo: z.boolean().nullable().describe('Whether the CPU may boost. Null when the system does not tell.'),
    clocksource: z
      .string()
      .nullable()
      .describe("The kernel's clock source. Null where there is none to choose (macOS)."),
    cgroup: z
      .enum(['v1', 'v2', 'hybrid'])
      .nullable()
      .describe('Control group version. Null where there are none.'),
    pressureStall: z
      .boolean()
      .nullable()
      .describe(
        'Whether the kernel reports pressure stalls (PSI). Null where there is no such thing (macOS).',
      ),
    containerEngine: facts
      .nullable()
      .describe('Versions of the container engine. Null when no container runner was used.'),
  })
  .meta({
    id: 'machine',
    description: 'The fingerprint of where it ran: enough to see whether two result sets may be compared.',
  });
