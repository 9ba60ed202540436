export { WORKLOAD_NAMES, type WorkloadName } from './built-in.ts';
export { describeWorkloads, type WorkloadDescription } from './describe.ts';
export { type ResolveOptions, resolveWorkload } from './resolve.ts';
export type { Handler, Workload } from './workload.ts';
