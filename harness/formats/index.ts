import { bencher } from './bencher.ts';
import { csv } from './csv.ts';
import type { Format } from './format.ts';
import { githubActionBenchmark } from './github-action-benchmark.ts';
import { hyperfine } from './hyperfine.ts';
import { markdown } from './markdown.ts';

/** What `coldbench show --format` writes; a new one is a file, a line here, and its name in `names.ts`. */
export const FORMATS: readonly Format[] = [markdown, csv, githubActionBenchmark, bencher, hyperfine];
