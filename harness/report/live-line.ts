import { createLogUpdate } from 'log-update';
import pc from 'picocolors';
import { safeText, toAscii } from './sanitize.ts';
import { shorten, textWidth } from './text.ts';

export interface LiveLineOptions {
  readonly stream: NodeJS.WritableStream & { readonly columns?: number };
  readonly color: boolean;
  readonly unicode: boolean;
}

const LONGEST_NOTE = 500;
const BAR_WIDTH = 16;

/** One line of a terminal that is redrawn in place; it never wraps, and drawing is synchronous. */
export class LiveLine {
  readonly #options: LiveLineOptions;
  readonly #update: ReturnType<typeof createLogUpdate>;
  #current = '';

  constructor(options: LiveLineOptions) {
    this.#options = options;
    this.#update = createLogUpdate(options.stream);
  }

  /** Draws the first text that fits, with a bar if that fits too; the last text is cut when none does. */
  draw(texts: readonly string[], fraction: number | null = null): void {
    const { stream, color } = this.#options;
    const bar = fraction === null ? '' : this.#bar(fraction);
    const room = Math.max(20, (stream.columns ?? 80) - 1);
    const fitting = texts.flatMap((text) => [bar + text, text]).find((line) => textWidth(line) <= room);
    const line = this.#speak(fitting ?? shorten(texts.at(-1) ?? '', room));
    this.#current = bar === '' ? line : line.replace(bar, pc.createColors(color).cyan(bar));
    this.#update(this.#current);
  }

  /** A line above, which stays. */
  note(text: string): void {
    this.#update.persist(this.#speak(safeText(text, LONGEST_NOTE)));
    if (this.#current !== '') this.#update(this.#current);
  }

  /** Erases the line and shows the cursor again; idempotent. */
  remove(): void {
    if (this.#current === '') return;
    this.#current = '';
    this.#update.clear();
    this.#update.done();
  }

  #speak(text: string): string {
    return this.#options.unicode ? text : toAscii(text);
  }

  #bar(fraction: number): string {
    const full = Math.round(Math.min(1, Math.max(0, fraction)) * BAR_WIDTH);
    const [on, off] = this.#options.unicode ? ['━', '╌'] : ['#', '.'];
    return `${on.repeat(full)}${off.repeat(BAR_WIDTH - full)} `;
  }
}
