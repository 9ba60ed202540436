/** What old code is called that is measured in the same blocks as `workload`. */
export const baselineName = (workload: string): string => `${workload}-baseline`;
