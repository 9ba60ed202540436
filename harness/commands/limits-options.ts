import { type Command, InvalidArgumentError } from 'commander';
import type { Condition } from '../model/conditions.ts';
import type { Plan } from '../model/schema.ts';
import type { Bytes } from '../model/units.ts';
import { DEFAULT_LIMITS, PRESETS, QUICK_LIMITS, type Size } from '../studies/limits/plan.ts';
import { parseCount } from './values.ts';

/** The flags of the study `limits`, parsed. */
export interface LimitsOptions {
  readonly limits?: Size[];
  readonly limitsRounds?: number;
}

export function addLimitsOptions(command: Command): Command {
  return command
    .option(
      '--limits <list>',
      `limits: some of ${PRESETS.map(({ size }) => size).join(',')}, or CPUS:MEMORY as in 0.5:256MB (default: those with a name; four runners take two to three minutes)`,
      parseSizes,
    )
    .option(
      '--limits-rounds <n>',
      'limits: how often each is measured (default: 3; take 8 to compare two runs)',
      parseCount(1, 1000),
    );
}

/** What the study is to do, as the manifest's plan keeps it. */
export function limitsPlan(
  { limits, limitsRounds, quick }: LimitsOptions & { readonly quick?: boolean },
  conditions: readonly Condition[],
): Pick<Plan, 'limits'> {
  if (!conditions.includes('limits')) return {};
  const { sizes, rounds, ...rest } = { ...DEFAULT_LIMITS, ...(quick && QUICK_LIMITS) };
  return { limits: { ...rest, sizes: [...(limits ?? sizes)], rounds: limitsRounds ?? rounds } };
}

/** `faas-512,0.5:256MB,0.25`: names, or CPUs and memory, of which one may be left out. */
export function parseSizes(list: string): Size[] {
  const sizes = list.split(',').map((text) => parseSize(text.trim()));
  const twice = sizes.find(({ size }, index) => sizes.findIndex((one) => one.size === size) !== index);
  if (twice) throw new InvalidArgumentError(`${twice.size} is there twice.`);
  return sizes;
}

const MOST_CPUS = 1024;
const UNITS: Readonly<Record<string, number>> = { MB: 1e6, MiB: 2 ** 20, GB: 1e9, GiB: 2 ** 30 };

function parseSize(text: string): Size {
  const preset = PRESETS.find(({ size }) => size === text);
  if (preset) return { ...preset };
  const [, cpus, memory, unit] = text.match(/^(\d+(?:\.\d+)?)?(?::(\d+(?:\.\d+)?)(MB|MiB|GB|GiB))?$/) ?? [];
  if (cpus === undefined && memory === undefined) {
    throw new InvalidArgumentError(
      `Write a name (${PRESETS.map(({ size }) => size).join(', ')}), or CPUs and memory as in 0.5:256MB, 0.25 or :128MB.`,
    );
  }
  return { size: text, cpus: parseCpus(cpus), memoryBytes: parseMemory(memory, unit) };
}

/** The kernel grants no less than a millisecond of each tenth of a second. */
const LEAST_CPUS = 0.01;

function parseCpus(text: string | undefined): number | null {
  if (text === undefined) return null;
  const cpus = Number(text);
  if (cpus >= LEAST_CPUS && cpus <= MOST_CPUS) return cpus;
  throw new InvalidArgumentError(`Give from ${LEAST_CPUS} to ${MOST_CPUS} CPUs.`);
}

/** Container engines refuse less than 6 MiB. */
const LEAST_MEMORY: Bytes = 6 * 2 ** 20;

function parseMemory(text: string | undefined, unit = ''): Bytes | null {
  if (text === undefined) return null;
  const bytes = Math.round(Number(text) * (UNITS[unit] ?? Number.NaN));
  if (bytes >= LEAST_MEMORY && Number.isSafeInteger(bytes)) return bytes;
  throw new InvalidArgumentError('Give at least 6MiB of memory.');
}
