import type { Inferred } from '../../model/inferred.ts';
import type { limitsPlanSchema, sizeSchema } from './schema.ts';

export type LimitsPlan = Inferred<typeof limitsPlanSchema>;
export type Size = Inferred<typeof sizeSchema>;

const MIB = 2 ** 20;

/** The reference: as much of everything as the guest likes. It is measured whatever the sizes are. */
export const UNLIMITED = { size: 'unlimited', cpus: null, memoryBytes: null } as const satisfies Size;

/**
 * The sizes that have a name, from much to little. A Lambda function has one vCPU at 1,769 MB and a share in proportion
 * below (docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html), so that 512 MB are 0.29 and 128 MB are 0.07;
 * `edge` is a quarter of a core of a small box.
 */
export const PRESETS = [
  { size: 'faas-1769', cpus: 1, memoryBytes: 1769 * MIB },
  { size: 'half-cpu', cpus: 0.5, memoryBytes: null },
  { size: 'faas-512', cpus: 0.29, memoryBytes: 512 * MIB },
  { size: 'edge', cpus: 0.25, memoryBytes: 256 * MIB },
  { size: 'faas-128', cpus: 0.072, memoryBytes: 128 * MIB },
] as const satisfies readonly Size[];

export const DEFAULT_LIMITS = {
  sizes: PRESETS,
  rounds: 3,
  warmCalls: 5,
  withinNs: 30e9,
} as const satisfies LimitsPlan;

/** A first look. */
export const QUICK_LIMITS = { sizes: PRESETS.filter(({ size }) => size === 'faas-512'), rounds: 1 };
