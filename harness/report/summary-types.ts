import type { Inferred } from '../model/inferred.ts';
import type { Ns } from '../model/units.ts';
import type { estimateSchema, subjectSummarySchema } from './subject-schema.ts';
import type { summarySchema } from './summary-schema.ts';

/** A figure with its interval; `interval` is null when n is too small for one, and `note` then says so. */
export type Estimate = Inferred<typeof estimateSchema>;

/** What `--json` prints. */
export type JsonSummary = Inferred<typeof summarySchema>;
export type JsonSubject = Inferred<typeof subjectSummarySchema>;

export type WorkloadSummary = JsonSummary['workloads'][number];
export type PhaseSummary = JsonSubject['phases'][number];
export type FailureSummary = JsonSubject['failures'][number];

/** Times of one kind, such as the cold starts of a subject, with the samples that are too many for JSON. */
export type TimesSummary = NonNullable<JsonSubject['coldStart']> & {
  /** In the order in which they were measured. */
  readonly samplesNs: readonly Ns[];
};

/** One row. */
export type SubjectSummary = Omit<JsonSubject, 'coldStart'> & { readonly coldStart: TimesSummary | null };

/** Everything a report shows; rebuilt from the file alone. */
export type RunSummary = Omit<JsonSummary, 'schema' | 'subjects'> & {
  readonly subjects: readonly SubjectSummary[];
};
