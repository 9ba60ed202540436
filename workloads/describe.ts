import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Bytes } from '../harness/model/units.ts';
import {
  readWorkloadInfo,
  WORKLOAD_NAMES,
  type WorkloadInfo,
  type WorkloadName,
  workloadFolder,
} from './built-in.ts';

/** A line of `coldbench list`. */
export interface WorkloadDescription {
  readonly name: WorkloadName;
  readonly summary: string;
  readonly inputBytes: Bytes;
  /** Package, version and licence of the data that others made, or null when there is none. */
  readonly data: NonNullable<WorkloadInfo['data']> | null;
}

export function describeWorkloads(): Promise<WorkloadDescription[]> {
  return Promise.all(WORKLOAD_NAMES.map(describeWorkload));
}

async function describeWorkload(name: WorkloadName): Promise<WorkloadDescription> {
  const [{ summary, data }, { size }] = await Promise.all([
    readWorkloadInfo(name),
    stat(join(workloadFolder(name), 'input.json')),
  ]);
  return { name, summary, inputBytes: size, data: data ?? null };
}
