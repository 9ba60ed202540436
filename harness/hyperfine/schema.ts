import { z } from 'zod';

/** Above this, a time in nanoseconds is no exact number any more: 104 days. */
const MOST_SECONDS = Number.MAX_SAFE_INTEGER / 1e9;

const seconds = z.number().min(0).max(MOST_SECONDS);
/** serde_json writes null for what is no number, such as the deviation of a single run before 1.12. */
const stated = z.number().nullable().optional();

/**
 * What is read of hyperfine's `--export-json`, 1.0 to 1.20 (`BenchmarkResult` in its src/benchmark/benchmark_result.rs).
 * `median` came with 1.6, `parameters` with 1.11, `exit_codes` with 1.12. Not read: `memory_usage_byte` (1.20) is the
 * largest of all children so far (RUSAGE_CHILDREN), and so no figure of a run or of its command.
 */
const resultSchema = z.looseObject({
  command: z.string(),
  times: z.array(seconds).min(1),
  exit_codes: z.array(z.int().nullable()).optional(),
  parameters: z.record(z.string(), z.string()).optional(),
  mean: stated,
  median: stated,
  min: stated,
  max: stated,
  user: stated,
  system: stated,
});

/** Nobody reads a table of more rows; a hostile file could hold millions. */
const MOST_RESULTS = 1000;

export const exportSchema = z.looseObject({ results: z.array(resultSchema).min(1).max(MOST_RESULTS) });

export type HyperfineResult = z.infer<typeof resultSchema>;
