import { InvalidArgumentError } from 'commander';
import { DIRECTIONS, type Direction } from '../gate/rules.ts';
import { parsePercent, parseSince } from './values.ts';

/** As a percentage, none and all included: of a limit both have a meaning. */
export function parseShare(text: string): number {
  if (/^(0|100)%$/.test(text)) return Number.parseInt(text, 10) / 100;
  return parsePercent(text);
}

/** `slower,faster` as directions. */
export function parseDirections(list: string): Direction[] {
  return list.split(',').map((text) => {
    const direction = DIRECTIONS.find((one) => one === text.trim());
    if (direction) return direction;
    const hint =
      text.trim() === 'inconclusive' ? ' What cannot be told has its own flag, --inconclusive.' : '';
    throw new InvalidArgumentError(`Give some of ${DIRECTIONS.join(', ')}, not '${text.trim()}'.${hint}`);
  });
}

/** A day of the calendar, as it is written. */
export function parseDay(text: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) throw new InvalidArgumentError('Write a day as in 2027-03-31.');
  parseSince(text);
  return text;
}
