import { textWidth, wrapText } from '../text.ts';
import type { Look } from './look.ts';

export interface Paragraph {
  readonly label: string;
  readonly text: string;
}

/** Longer lines are hard to read, however wide the terminal. */
const WIDEST_TEXT = 110;

/** A heading, and under it labels on the left with wrapped text on the right; empty without paragraphs. */
export function renderParagraphs(heading: string, paragraphs: readonly Paragraph[], look: Look): string {
  if (paragraphs.length === 0) return '';
  const indent = Math.max(...paragraphs.map(({ label }) => textWidth(label))) + 2;
  const lines = paragraphs.flatMap(({ label, text }) =>
    wrapText(text, Math.min(look.width, WIDEST_TEXT) - indent).map((line, index) => {
      const left = index === 0 ? label : '';
      return `${left}${' '.repeat(indent - textWidth(left))}${line}`;
    }),
  );
  return [look.colors.bold(heading), ...lines].join('\n');
}
