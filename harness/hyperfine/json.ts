import { rowJson } from '../report/comparison/json.ts';
import { caveatsOfFile } from './caveats.ts';
import type { HyperfineSummary } from './summary.ts';
import type { TimesComparison } from './times-comparison.ts';

/** Raised when a reader of the old one would misread the new one; new keys do not raise it. */
export const JSON_HYPERFINE_SCHEMA = 'coldbench-hyperfine/1';

/** What `show --json` prints: base units, named in the keys; absent figures are null. The times stay in the file. */
export const toJsonHyperfine = ({ path, writer, commands }: HyperfineSummary) => ({
  schema: JSON_HYPERFINE_SCHEMA,
  path,
  writer,
  commands: commands.map(({ times, ...command }) => {
    if (times === null) return { ...command, times };
    const { samplesNs: _samples, ...figures } = times;
    return { ...command, times: figures };
  }),
  caveats: caveatsOfFile(writer),
});

/**
 * A comparison nearly as those of result sets are printed, under `timesComparisons`: what those have and this has not is
 * null, and `caveats` says why.
 */
export const toJsonTimes = ({ old, new: fresh, subjects, ...comparison }: TimesComparison) => ({
  ...comparison,
  old: { ...old, startedAt: null, blocks: null },
  new: { ...fresh, startedAt: null, blocks: null },
  hiddenDifferences: null,
  subjects: subjects.map(({ rows, ...subject }) => ({
    ...subject,
    workload: null,
    runner: null,
    variant: null,
    rows: rows.map(rowJson),
  })),
  ratios: [],
});
