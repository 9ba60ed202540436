/** One making of an executable file. */
export interface Build {
  /** Where it is made; nothing but `to` and `from` is left there. */
  readonly folder: string;
  /** The program that makes it, and what it says of its version. */
  readonly tool: string;
  readonly version: string;
  /** The bundle's file in `folder`. */
  readonly from: string;
  /** The executable's. */
  readonly to: string;
  readonly signal: AbortSignal;
}
