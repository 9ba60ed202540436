/**
 * What a machine is asked to do beside every run, the same everywhere: fixed work, whose time says how fast the machine
 * is at one thing. README.md says what each stands for.
 */
export const KERNELS = [
  { name: 'integer', label: 'integer', unit: 'a step', operations: 1_000_000 },
  { name: 'float', label: 'floating point', unit: 'a step', operations: 500_000 },
  { name: 'memoryLatency', label: 'memory latency', unit: 'a load', operations: 60_000 },
  { name: 'memoryCopy', label: 'memory copy', unit: 'a MiB', operations: 32 },
  { name: 'syscall', label: 'system call', unit: 'a call', operations: 10_000 },
  { name: 'forkExec', label: 'fork and exec', unit: 'a program', operations: 17 },
] as const;

export type KernelName = (typeof KERNELS)[number]['name'];

export const operationsOf = (name: KernelName): number =>
  KERNELS.find((kernel) => kernel.name === name)?.operations ?? 0;

/** Samples of each kernel: six are the least that have an interval. */
export const ROUNDS = 7;
