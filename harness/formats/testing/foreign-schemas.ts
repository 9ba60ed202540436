import { z } from 'zod';

/** Length in UTF-8, as Rust counts it. */
const bytes = (text: string): number => Buffer.byteLength(text);

/**
 * What github-action-benchmark takes as `customSmallerIsBetter`: its type BenchmarkResult (src/extract.ts of
 * github.com/benchmark-action/github-action-benchmark), without fields that it would drop.
 */
export const githubActionBenchmarkSchema = z
  .array(
    z.strictObject({
      // Written between backquotes into the table of a comment (src/write.ts, buildComment).
      name: z.string().regex(/^[^`|]+$/),
      value: z.number(),
      range: z.string().optional(),
      unit: z.string().min(1),
      extra: z.string().optional(),
    }),
  )
  .min(1);

const metric = z.strictObject({
  value: z.number(),
  lower_value: z.number().optional(),
  upper_value: z.number().optional(),
});

/**
 * Bencher Metric Format, version 0: https://bencher.dev/bmf.json, the type JsonNewMetric, and the limits of its names
 * (lib/bencher_json/src/project/metric/mod.rs and lib/bencher_valid/src/benchmark_name.rs of
 * github.com/bencherdev/bencher; the documentation names 64 characters for a measure).
 */
export const bencherSchema = z.record(
  z.string().refine((name) => name !== '' && bytes(name) <= 1024),
  z.record(
    z
      .string()
      .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
      .max(64),
    metric,
  ),
);
