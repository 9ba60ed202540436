import type { Comparison } from '../compare/comparison.ts';
import { formatTimesComparisons } from '../hyperfine/format-comparison.ts';
import { toJsonTimes } from '../hyperfine/json.ts';
import type { TimesComparison } from '../hyperfine/times-comparison.ts';
import { formatComparisonRule, formatComparisons } from '../report/comparison/format-comparison.ts';
import { toJsonComparisons } from '../report/comparison/json.ts';
import { formatJson } from '../report/json-summary.ts';
import { toAscii } from '../report/sanitize.ts';
import { createLook } from '../report/terminal/look.ts';
import { terminalOptions } from '../report/terminal-options.ts';
import type { Io } from './io.ts';

/** Comparisons of result sets first, then those with hyperfine, as text or as one JSON value. */
export function printComparisons(
  comparisons: readonly (Comparison | TimesComparison)[],
  json: boolean,
  io: Io,
): void {
  const times = comparisons.filter((one): one is TimesComparison => 'kind' in one);
  const sets = comparisons.filter((one): one is Comparison => !('kind' in one));
  if (json) {
    const all = toJsonComparisons(sets);
    const list = [...all.comparisons, ...times.map(toJsonTimes)];
    io.stdout.write(`${formatJson({ ...all, comparisons: list })}\n`);
    return;
  }
  const options = terminalOptions(io.stdout, io.env);
  const texts = [
    ...(sets.length > 0 ? [formatComparisons(sets, options)] : []),
    ...(times.length > 0 ? [formatTimesComparisons(times, options)] : []),
  ];
  const rule = formatComparisonRule(createLook(options)).slice(1);
  io.stdout.write(texts.join(options.unicode ? rule : toAscii(rule)));
}
