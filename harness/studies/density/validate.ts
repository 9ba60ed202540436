import type { FieldProblem } from '../../model/codec-problems.ts';
import type { ResultRecord } from '../../model/schema.ts';

const SUMS = ['rssBytes', 'pssBytes', 'ussBytes', 'availableBytes'] as const;

/** What lines of the study say must agree with itself. */
export function densityProblems(record: ResultRecord): FieldProblem[] {
  if (record.kind !== 'density' || record.status === 'skipped') return [];
  const { counts, startNs, rssBytes, ussBytes } = record;
  const problems: FieldProblem[] = [];
  if (counts.some((count, index) => count <= (counts[index - 1] ?? 0))) {
    problems.push({ field: 'counts', message: `must rise, is ${counts.join(', ')}` });
  }
  for (const field of SUMS) {
    const sums = record[field];
    if (sums && sums.length !== counts.length) {
      problems.push({
        field,
        message: `must have ${counts.length} entries, one a count, has ${sums.length}`,
      });
    }
  }
  const started = counts.at(-1) ?? 0;
  if (record.status === 'completed' && startNs.length !== started) {
    problems.push({
      field: 'startNs',
      message: `must have ${started} entries, one an instance, has ${startNs.length}`,
    });
  }
  ussBytes?.forEach((uss, index) => {
    const rss = rssBytes?.[index];
    if (rss === undefined || uss <= rss) return;
    problems.push({
      field: `ussBytes[${index}]`,
      message: `must be at most its rssBytes, ${rss}, is ${uss}`,
    });
  });
  return problems;
}
