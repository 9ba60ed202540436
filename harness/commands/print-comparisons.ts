import type { Comparison } from '../compare/comparison.ts';
import { COMPARISON_FORMATS } from '../formats/index.ts';
import { formatTimesComparisons } from '../hyperfine/format-comparison.ts';
import { toJsonTimes } from '../hyperfine/json.ts';
import type { TimesComparison } from '../hyperfine/times-comparison.ts';
import { UsageError } from '../model/errors.ts';
import { formatComparisonRule, formatComparisons } from '../report/comparison/format-comparison.ts';
import { toJsonComparisons } from '../report/comparison/json.ts';
import { formatJson } from '../report/json-summary.ts';
import { toAscii } from '../report/sanitize.ts';
import { createLook } from '../report/terminal/look.ts';
import { terminalOptions } from '../report/terminal-options.ts';
import type { CompareFlags } from './compare-options.ts';
import type { Io } from './io.ts';
import { requireFormat } from './require-format.ts';

type Comparisons = readonly (Comparison | TimesComparison)[];

/**
 * What prints comparisons as the flags ask: those of result sets first, then those with hyperfine.
 * @throws UsageError `UNKNOWN_FORMAT`, before anything is read
 */
export function printerOf(
  { json = false, format, failOn = [] }: CompareFlags,
  io: Io,
): (comparisons: Comparisons) => void {
  if (format === undefined) return (comparisons) => printComparisons(comparisons, json, io);
  const found = requireFormat(COMPARISON_FORMATS, format);
  return (comparisons) => {
    const [times, sets] = apart(comparisons);
    if (times.length > 0)
      throw new UsageError('NO_FORMAT_OF_TIMES', `Times of hyperfine cannot be written as ${format}.`, {
        remedy: 'Leave --format out, or take --json.',
      });
    io.stdout.write(found.format(sets, failOn));
  };
}

const apart = (comparisons: Comparisons): [TimesComparison[], Comparison[]] => [
  comparisons.filter((one): one is TimesComparison => 'kind' in one),
  comparisons.filter((one): one is Comparison => !('kind' in one)),
];

function printComparisons(comparisons: Comparisons, json: boolean, io: Io): void {
  const [times, sets] = apart(comparisons);
  if (json) {
    const timesComparisons = times.length > 0 ? { timesComparisons: times.map(toJsonTimes) } : {};
    io.stdout.write(`${formatJson({ ...toJsonComparisons(sets), ...timesComparisons })}\n`);
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
