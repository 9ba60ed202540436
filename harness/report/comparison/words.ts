import type { ComparisonRow } from '../../compare/comparison.ts';
import type { Verdict } from '../../compare/verdict.ts';
import type { Metric } from '../../model/metrics.ts';
import type { Colors } from '../terminal/look.ts';

/** A verdict is about what is better; of bytes nobody says that they are fast. The only place that turns the words. */
export function verdictWord(verdict: Verdict, { unit }: Metric): string {
  if (unit === 'bytes' && verdict === 'faster') return 'smaller';
  if (unit === 'bytes' && verdict === 'slower') return 'larger';
  return verdict;
}

const SYMBOLS: Readonly<Record<Verdict, string>> = { slower: '▲', faster: '▼', same: '=', inconclusive: '?' };

/** '▲ slower': symbol, word and colour say the same. */
export function verdictCell({ verdict, metric }: ComparisonRow, colors: Colors): string {
  const paint = { slower: colors.red, faster: colors.green, same: colors.dim, inconclusive: colors.yellow };
  return paint[verdict](`${SYMBOLS[verdict]} ${verdictWord(verdict, metric)}`);
}

/** Rows that say that something changed. */
export const hasChanged = ({ verdict }: ComparisonRow): boolean =>
  verdict === 'faster' || verdict === 'slower';
