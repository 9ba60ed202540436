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
