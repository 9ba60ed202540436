import { stripVTControlCharacters } from 'node:util';

const ZERO_WIDTH = /\p{M}/u;
const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303e\uff01-\uff60]/u;

/** Below this code point nothing is wide and nothing combines: the common case, and a fast one. */
const FIRST_COMBINING = 0x300;

function characterWidth(character: string): number {
  if ((character.codePointAt(0) ?? 0) < FIRST_COMBINING) return 1;
  return ZERO_WIDTH.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
}

/** Columns that a text takes on a terminal; colour codes take none. */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of stripVTControlCharacters(text)) width += characterWidth(character);
  return width;
}

/** Cuts plain text to `width` columns, the last one being '…'. */
export function shorten(text: string, width: number): string {
  if (text.length <= width / 2 || textWidth(text) <= width) return text;
  let kept = '';
  let used = 0;
  for (const character of text) {
    used += characterWidth(character);
    if (used > width - 1) break;
    kept += character;
  }
  return `${kept.trimEnd()}…`;
}

/** Breaks plain text at spaces into lines of at most `width` columns; a longer word is broken wherever it must be. */
export function wrapText(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((long) => chunks(long, width))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (textWidth(longer) <= width) line = longer;
    else {
      lines.push(line);
      line = word;
    }
  }
  return line === '' ? lines : [...lines, line];
}

function chunks(word: string, width: number): string[] {
  if (textWidth(word) <= width) return [word];
  const pieces: string[] = [];
  let piece = '';
  for (const character of word) {
    if (textWidth(piece + character) > width) {
      pieces.push(piece);
      piece = '';
    }
    piece += character;
  }
  return [...pieces, piece];
}

/** 'a', 'a and b', 'a, b and c'. */
export function listing(items: readonly string[]): string {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} and ${last}`;
}

/** Items in a row, ' · ' between them; lines break after a separator, and within an item only when it is longer than a line. */
export function wrapItems(items: readonly string[], width: number): string[] {
  const whole = items.map((item) => (textWidth(item) < width ? item.replaceAll(' ', '\u00a0') : item));
  return wrapText(whole.join('\u00a0· '), width).map((line) => line.replaceAll('\u00a0', ' '));
}

/** With a full stop, if it has no end of its own. */
export const sentence = (text: string): string => (/[.!?…]$/.test(text) ? text : `${text}.`);
