import type { FieldProblem } from '../../model/codec-problems.ts';
import { messageOf } from '../../model/errors.ts';
import type { ResultRecord } from '../../model/schema.ts';
import { decodeLatencies } from './histogram.ts';

/** What lines of the study say must agree with itself. */
export function loadProblems(record: ResultRecord): FieldProblem[] {
  if (record.kind !== 'load' || record.status !== 'completed') return [];
  const { sent, answered, failures, histogram } = record;
  const failed = Object.values(failures).reduce((sum, count) => sum + count, 0);
  const problems: FieldProblem[] = [];
  if (answered + failed !== sent) {
    problems.push({
      field: 'sent',
      message: `must be ${answered + failed}, answered and failed, is ${sent}`,
    });
  }
  return [...problems, ...histogramProblems(histogram, answered)];
}

function histogramProblems(text: string, answered: number): FieldProblem[] {
  const field = 'histogram';
  try {
    const { totalCount } = decodeLatencies(text);
    if (totalCount === answered) return [];
    return [{ field, message: `must hold ${answered} latencies, as answered, holds ${totalCount}` }];
  } catch (error) {
    return [{ field, message: `must be a compressed HdrHistogram in base64: ${messageOf(error)}` }];
  }
}
