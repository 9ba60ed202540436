/** Solo5's own interface (solo5.h), as far as a script needs it; an image has it as a global object. */
declare const solo5: {
  /** What follows the image on the tender's command line. */
  readonly cmdline: string;
  clockMonotonic(): bigint;
  clockWall(): bigint;
  /** Waits until that monotonic time, or until a frame can be read; true if one can. */
  yield(deadlineNs: bigint): boolean;
  consoleWrite(text: string): void;
  /** One frame, or null when there is none now. A closed wire gives empty ones. */
  netRead(): ArrayBuffer | null;
  /** False when the device did not take it now. */
  netWrite(frame: Uint8Array): boolean;
  exit(code: number): never;
};
