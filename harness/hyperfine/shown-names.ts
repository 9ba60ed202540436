import { distinct } from '../report/distinct.ts';
import type { Look } from '../report/terminal/look.ts';
import { shorten } from '../report/text.ts';

/** Room for the number of one that became like another. */
const NUMBER_WIDTH = 4;

/** Names for a table: a third of the width at most, and still different from each other. */
export const shownNames = (names: readonly string[], { width }: Look): string[] =>
  distinct(
    names.map((name) => (name === '' ? '(empty)' : shorten(name, Math.floor(width / 3) - NUMBER_WIDTH))),
  );
