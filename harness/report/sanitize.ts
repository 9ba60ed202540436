// biome-ignore-all lint/suspicious/noControlCharactersInRegex: control characters are what is removed here
import { shorten } from './text.ts';

/**
 * Text from a file or a user is hostile until it has been here: it must not move the cursor, recolour or retitle the
 * terminal, fake a line of the report, or reverse the reading order (https://trojansource.codes).
 */

/** OSC, DCS, SOS, PM and APC strings with their content (ECMA-48, 5.6); an unterminated one loses only its ESC. */
const CONTROL_STRINGS =
  /(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x90\x98\x9c-\x9f]*(?:\x07|\x1b\\|\x9c)/g;
/** CSI sequences (colours, cursor movement) and two- or three-character escapes. */
const ESCAPES = /(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|\x1b[ -/]+[0-~]|\x1b[0-Z\\^-~]/g;
const SPACES = /\s+/gu;
/** Controls, format characters (bidi, zero width, tags), lone surrogates, private use. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}]/gu;
/** More than two marks on one letter climb over neighbouring lines. */
const MARK_PILES = /(\p{M}{2})\p{M}+/gu;

/** What a regular expression gets to see at most; the rest would be cut off anyway. */
const LONGEST_INPUT = 20_000;

/** One line, no control, bidi or invisible characters, at most `maxLength` columns wide, ending in '…' when cut. */
export function safeText(text: string, maxLength = 200): string {
  const clean = text
    .slice(0, LONGEST_INPUT)
    .replace(CONTROL_STRINGS, '')
    .replace(ESCAPES, '')
    .replace(SPACES, ' ')
    .replace(INVISIBLE, '')
    .replace(MARK_PILES, '$1')
    .trim();
  return shorten(clean, maxLength);
}

const ASCII_FOR: Readonly<Record<string, string>> = {
  µ: 'u',
  '…': '~',
  '·': '|',
  '–': '-',
  '─': '-',
  '’': "'",
  '→': '>',
  '▲': '+',
  '▼': '-',
};

/** For terminals without UTF-8: one ASCII character for each other one, so that columns stay where they are. */
export const toAscii = (text: string): string =>
  text.replace(/\P{ASCII}/gu, (character) => ASCII_FOR[character] ?? '?');

/** A copy of plain data in which every string, keys included, went through `clean`. */
export function mapStrings<T>(value: T, clean: (text: string) => string): T {
  return mapUnknown(value, clean) as T;
}

function mapUnknown(value: unknown, clean: (text: string) => string): unknown {
  if (typeof value === 'string') return clean(value);
  if (Array.isArray(value)) return value.map((item) => mapUnknown(item, clean));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [clean(key), mapUnknown(item, clean)]),
  );
}
