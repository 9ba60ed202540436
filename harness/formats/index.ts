import { bencher } from './bencher.ts';
import { chromeTrace } from './chrome-trace.ts';
import { comparisonMarkdown } from './comparison-markdown.ts';
import { csv } from './csv.ts';
import type { ComparisonFormat, Format } from './format.ts';
import { githubActionBenchmark } from './github-action-benchmark.ts';
import { hyperfine } from './hyperfine.ts';
import { junit } from './junit.ts';
import { markdown } from './markdown.ts';
import { openmetrics } from './openmetrics.ts';

/** What `coldbench show --format` writes; a new one is a file, a line here, and its name in `names.ts`. */
export const FORMATS: readonly Format[] = [
  markdown,
  csv,
  openmetrics,
  chromeTrace,
  githubActionBenchmark,
  bencher,
  hyperfine,
];

/** What `coldbench compare --format` writes. */
export const COMPARISON_FORMATS: readonly ComparisonFormat[] = [comparisonMarkdown, junit];
