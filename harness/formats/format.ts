import type { Comparison } from '../compare/comparison.ts';
import type { FailingVerdict } from '../compare/failing-verdicts.ts';
import type { FormatName } from './names.ts';

/** A way to write a result set for another reader. */
export interface Format {
  /** One of `FORMAT_NAMES`. */
  readonly name: FormatName;
  /** Who reads it, in one line. */
  readonly purpose: string;
  /** The text, piece by piece: a large file need not fit in memory. */
  write(path: string): AsyncIterable<string>;
}

/** A way to write comparisons for another reader. */
export interface ComparisonFormat {
  readonly name: string;
  /** Who reads it, in one line. */
  readonly purpose: string;
  /** @param failOn the verdicts of `--fail-on`; none without it */
  format(comparisons: readonly Comparison[], failOn: readonly FailingVerdict[]): string;
}
