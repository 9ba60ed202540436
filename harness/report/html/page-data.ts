import type { ChangeChart } from '../charts/changes.ts';
import type { ReportWorkload } from '../report-data.ts';

/** What the page's script draws; everything else of the page is HTML already. */
export interface PageData {
  /** Charts ask for a workload of a run by its place in here. */
  readonly workloads: readonly { readonly file: string; readonly data: ReportWorkload }[];
  /** `ns` or `bytes`, by the name of the metric. */
  readonly units: Readonly<Record<string, string>>;
  readonly changes: readonly ChangeChart[];
}
