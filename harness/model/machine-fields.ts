import type { Machine } from './schema.ts';

/**
 * The fields of the fingerprint that make a machine another machine for absolute figures; a host's name, kernel or
 * governor alone does not. Comparing refuses where one of them differs, and a history begins a new segment there.
 */
export const DECISIVE_MACHINE_FIELDS = [
  'cpuModel',
  'cpuSignature',
  'arch',
  'logicalCpus',
  'availableCpus',
  'platform',
  'virtualization',
  'emulated',
] as const satisfies readonly (keyof Machine)[];

export const isDecisive = (field: string): boolean =>
  (DECISIVE_MACHINE_FIELDS as readonly string[]).includes(field);
