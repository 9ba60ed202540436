import { formatCounted } from '../report/format.ts';
import { safeText } from '../report/sanitize.ts';

/** A comment on GitHub holds 65,536 characters; a step summary more. */
export const MOST_CHARACTERS = 65_000;

/**
 * Text of a file as text: every sign that Markdown or HTML could act on becomes a character reference, and a zero-width
 * space keeps names after @ and numbers after # from becoming mentions and links.
 */
export const quoted = (text: string, longest = 200): string =>
  safeText(text, longest)
    .replace(/[^\p{L}\p{N} .,()%+-]/gu, (sign) => `&#${sign.codePointAt(0)};`)
    .replace(/&#(64|35);/g, '$&&#8203;');

export const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;

/** The two lines above a table; columns from the `numbers`th on are aligned right. */
export const tableHead = (heads: readonly string[], numbers: number): string =>
  row(heads) + row(heads.map((_, index) => (index < numbers ? '---' : '--:')));

export const NONE = '–';

export interface Part {
  readonly head: string;
  readonly lines: readonly string[];
  readonly tail: string;
}

/** A part that the reader unfolds; `head` is what stands before its lines. */
export const details = (summary: string, lines: readonly string[], head = ''): Part => ({
  head: `<details><summary>${summary}</summary>\n\n${head}`,
  lines,
  tail: '\n</details>\n\n',
});

/** As many lines as there is room for, each part whole in itself, or none of it; what was left out is said. */
export function fit(parts: readonly Part[], room: number): string {
  let text = '';
  let left = 0;
  for (const { head, lines, tail } of parts) {
    const free = room - text.length - head.length - tail.length - LEFT_OUT;
    const kept = countThatFit(lines, free);
    left += lines.length - kept;
    if (kept > 0) text += head + lines.slice(0, kept).join('') + tail;
  }
  return left === 0 ? text : `${text}_${formatCounted(left, 'line')} left out for length._\n\n`;
}

/** Room for the sentence that says what was left out. */
const LEFT_OUT = 100;

function countThatFit(lines: readonly string[], room: number): number {
  let used = 0;
  const first = lines.findIndex((line) => {
    used += line.length;
    return used > room;
  });
  return first < 0 ? lines.length : first;
}

/** A section in less would be its headings alone. */
const LEAST_SECTION = 3000;

/** A section an item, in equal shares of the room that is left; what does not fit is counted. */
export function fitSections<T>(
  items: readonly T[],
  room: number,
  section: (item: T, room: number) => string,
): string {
  let text = '';
  let left = 0;
  for (const [index, item] of items.entries()) {
    const free = room - LEFT_OUT - text.length;
    const share = Math.floor(free / (items.length - index));
    const one = section(item, Math.max(share, LEAST_SECTION));
    if (one.length > free) {
      left = items.length - index;
      break;
    }
    text += one;
  }
  return left === 0 ? text : `${text}_${formatCounted(left, 'section')} left out for length._\n\n`;
}
