import type { Comparison, SubjectComparison } from '../compare/comparison.ts';
import { type FailingVerdict, rowFails } from '../compare/failing-verdicts.ts';
import { percentChange } from '../report/comparison/figures.ts';
import { verdictWord } from '../report/comparison/words.ts';
import { safeText } from '../report/sanitize.ts';

/** What of a comparison a gate looks at. */
export interface Gated extends Pick<Comparison, 'lost' | 'refused'> {
  readonly new: Pick<Comparison['new'], 'name'>;
  /** Of two machines: then a verdict is of the machine as much as of what ran on it. */
  readonly machines?: Comparison['machines'];
  readonly subjects: readonly Pick<SubjectComparison, 'subject' | 'rows'>[];
}

/**
 * Why a comparison fails its gate, one line each; empty without verdicts to fail on. What could not be compared fails
 * too: a gate that opens because there was nothing to see is no gate.
 */
export function failuresOf(comparisons: readonly Gated[], verdicts: readonly FailingVerdict[]): string[] {
  if (verdicts.length === 0) return [];
  return comparisons.flatMap((comparison) => {
    const name = safeText(comparison.new.name);
    const lost = comparison.lost.map((subject) => `${safeText(subject)}: no trial succeeded in ${name}.`);
    if (!comparison.refused) return [...lost, ...rowFailures(comparison, verdicts)];
    const refusal = `--fail-on: ${name} is from another machine, so that nothing was judged. Add --across-machines, or measure on one machine.`;
    return [...lost, refusal];
  });
}

const rowFailures = ({ subjects, machines }: Gated, verdicts: readonly FailingVerdict[]): string[] =>
  subjects.flatMap(({ subject, rows }) =>
    rows
      .filter((row) => rowFails(row, verdicts))
      .map(({ metric, verdict, statistics: { ratio, ratioInterval } }) => {
        const change = verdict === 'inconclusive' ? '' : ` (${percentChange(ratio, ratioInterval)})`;
        return `${safeText(subject)}: ${metric.label} is ${verdictWord(verdict, metric)}${change}${machines ? ', on another machine' : ''}.`;
      }),
  );
