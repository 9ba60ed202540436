import type { ComparisonRow } from '../compare/comparison.ts';
import type { Paragraph } from '../report/terminal/paragraphs.ts';
import type { Writer } from './caveats.ts';

export interface TimesSide {
  /** The file, or the command when those of one file are compared. */
  readonly name: string;
  readonly writer: Writer;
  readonly commands: number;
  /** Those of what is compared that succeeded. */
  readonly runs: number;
}

/** Of two sides of which one, at least, came from hyperfine: nothing but their times can be compared. */
export interface TimesComparison {
  readonly kind: 'times';
  readonly old: TimesSide;
  readonly new: TimesSide;
  /** The file that holds both sides; null for two files. */
  readonly run: string | null;
  /** Never paired: hyperfine does not let commands take turns. */
  readonly design: 'independent';
  readonly threshold: number;
  /** Rows over which the verdicts are corrected. */
  readonly familySize: number;
  /** The machines are unknown, and nothing is refused for what is unknown. */
  readonly refused: false;
  readonly subjects: readonly TimesSubject[];
  /** Caveats of the sides, or not alike. */
  readonly caveats: readonly Paragraph[];
  /** What was left out, and why. */
  readonly notes: readonly string[];
  /** Commands that had times on the old side and of which every run failed on the new one. */
  readonly lost: readonly string[];
}

export interface TimesSubject {
  readonly subject: string;
  /** One, of the times. */
  readonly rows: readonly ComparisonRow[];
}
