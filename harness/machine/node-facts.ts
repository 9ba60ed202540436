import { arch, availableParallelism, cpus, hostname, platform, release, totalmem } from 'node:os';
import type { Bytes } from '../model/units.ts';

/** What every operating system tells through Node. */
export interface NodeFacts {
  readonly arch: string;
  readonly platform: string;
  readonly kernel: string;
  readonly hostname: string;
  /** Every CPU of the machine, and the name that Node gives the first. */
  readonly logicalCpus: number;
  readonly reportedModel: string;
  /** The CPUs that this process may run on: affinity, and cgroup quotas too since libuv 1.49. */
  readonly parallelism: number;
  readonly memoryBytes: Bytes;
  /** Null without a limit, which Node reports as 0 (macOS) or as a number beyond the machine's memory (cgroups). */
  readonly memoryLimitBytes: Bytes | null;
}

export function readNodeFacts(): NodeFacts {
  const all = cpus();
  const memoryBytes = totalmem();
  const limit = process.constrainedMemory() ?? 0;
  return {
    arch: arch(),
    platform: platform(),
    kernel: release(),
    hostname: hostname(),
    logicalCpus: all.length,
    reportedModel: all[0]?.model ?? '',
    parallelism: availableParallelism(),
    memoryBytes,
    memoryLimitBytes: limit > 0 && limit < memoryBytes ? limit : null,
  };
}
