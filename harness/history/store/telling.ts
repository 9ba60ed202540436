/** Takes a sentence without its full stop. */
export type Tell = (line: string) => void;

/** Tells the same only once. */
export class TellOnce {
  readonly #tell: Tell;
  readonly #told = new Set<string>();

  constructor(tell: Tell) {
    this.#tell = tell;
  }

  /** `subject` stands for the line where its figures may differ the next time. */
  say(line: string, subject = line): void {
    if (this.#told.has(subject)) return;
    this.#told.add(subject);
    this.#tell(line);
  }
}

/** `1 run is`, `3 runs are`. */
export const isOrAre = (count: number): string => (count === 1 ? 'is' : 'are');
