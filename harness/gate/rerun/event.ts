import { isWorkloadName } from '../../../workloads/built-in.ts';
import { resolveWorkload } from '../../../workloads/index.ts';
import { readInput, sha256 } from '../../../workloads/input.ts';
import type { WorkloadRecord } from '../../model/schema.ts';
import type { MaterialSources } from './materials.ts';

/** The event of a module that came without one, as `bench` gives it. */
const NO_EVENT = Buffer.from('null');

/**
 * The event that a workload was called with, known by its digest: a result set does not hold it. Null when it is none of
 * those that are named, recorded or usual.
 */
export async function findEvent(
  { workload, inputSha256 }: WorkloadRecord,
  { workloads, inputPath }: Pick<MaterialSources, 'workloads' | 'inputPath'>,
): Promise<Uint8Array | null> {
  const events = [
    ...workloads.flatMap(({ name, input }) => (name === workload ? [input] : [])),
    ...(inputPath === null ? [] : [await readInput(inputPath)]),
    ...(isWorkloadName(workload) ? [(await resolveWorkload(workload)).input] : []),
    NO_EVENT,
  ];
  return events.find((event) => sha256(event) === inputSha256) ?? null;
}
