/** A way to write a result set for another reader. */
export interface Format {
  readonly name: string;
  /** Who reads it, in one line. */
  readonly purpose: string;
  /** The text, piece by piece: a large file need not fit in memory. */
  write(path: string): AsyncIterable<string>;
}
