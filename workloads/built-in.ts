import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { projectRoot } from '../harness/project-root.ts';

/** From the least work to the most specialised; `coldbench list` and the reports keep this order. */
export const WORKLOAD_NAMES = ['noop', 'catalog', 'markdown', 'ssr', 'hash'] as const;
export type WorkloadName = (typeof WORKLOAD_NAMES)[number];

export const isWorkloadName = (name: string): name is WorkloadName =>
  (WORKLOAD_NAMES as readonly string[]).includes(name);

export const workloadFolder = (name: WorkloadName): string => join(projectRoot(), 'workloads', name);

/** workload.json, apart from the handler: what is said about a workload must not change the code that is measured. */
const workloadInfoSchema = z.strictObject({
  /** One line: what the handler does. */
  summary: z.string().min(1).max(100),
  /** Where data that others made comes from. */
  data: z.strictObject({ package: z.string(), version: z.string(), licence: z.string() }).optional(),
});

export type WorkloadInfo = z.infer<typeof workloadInfoSchema>;

export async function readWorkloadInfo(name: WorkloadName): Promise<WorkloadInfo> {
  const text = await readFile(join(workloadFolder(name), 'workload.json'), 'utf8');
  return workloadInfoSchema.parse(JSON.parse(text));
}
