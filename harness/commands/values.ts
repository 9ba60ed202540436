import { InvalidArgumentError } from 'commander';
import { closest } from 'fastest-levenshtein';
import { CONDITIONS, type Condition } from '../model/conditions.ts';
import type { Ns } from '../model/units.ts';

const NS_PER_UNIT: Readonly<Record<string, number>> = { ms: 1e6, s: 1e9, m: 60e9, min: 60e9, h: 3600e9 };

/** A duration with its unit: `500ms`, `90s`, `2m`. A bare number is refused, since nobody can tell its unit. */
export function parseDuration(text: string): Ns {
  const match = text.match(/^(\d+(?:\.\d+)?)(ms|s|m|min|h)$/);
  const [, amount = '', unit = ''] = match ?? [];
  const ns = Math.round(Number(amount) * (NS_PER_UNIT[unit] ?? Number.NaN));
  if (match && Number.isSafeInteger(ns) && ns > 0) return ns;
  const hint = /^\d+(\.\d+)?$/.test(text)
    ? `Write the unit, as in ${text}s or ${text}ms.`
    : 'Write it as in 90s, 500ms or 2m.';
  throw new InvalidArgumentError(hint);
}

/** A share as a percentage, `2%`, as a number between 0 and 1. */
export function parsePercent(text: string): number {
  const match = text.match(/^(\d+(?:\.\d+)?)%$/);
  const share = Number(match?.[1]) / 100;
  if (match && share > 0 && share < 1) return share;
  const hint = /^\d+(\.\d+)?$/.test(text)
    ? `Write the percent sign, as in ${text}%.`
    : 'Write it as in 2% or 0.5%.';
  throw new InvalidArgumentError(`${hint} It lies between 0% and 100%.`);
}

export const parseCount =
  (least: number, most = Number.MAX_SAFE_INTEGER) =>
  (text: string): number => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most) return value;
    const range = most === Number.MAX_SAFE_INTEGER ? `from ${least} on` : `from ${least} to ${most}`;
    throw new InvalidArgumentError(`Give a whole number ${range}.`);
  };

/** `k=v`, collected over repeated flags. */
export function collectLabel(
  text: string,
  labels: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const [, key, value] = text.match(/^([^=\s]+)=(.*)$/) ?? [];
  if (key === undefined || value === undefined)
    throw new InvalidArgumentError('Write it as in --label machine=ci.');
  return { ...labels, [key]: value };
}

export const collect = (text: string, values: readonly string[] = []): string[] => [...values, text];

export const collectPercent = (text: string, values: readonly number[] = []): number[] => [
  ...values,
  parsePercent(text),
];

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?Z$/;
const DAY_MS = 86_400_000;

/** A day or an instant in UTC, in ms since 1970; of a day, its beginning. */
export function parseSince(text: string): number {
  const ms = DAY.test(text) || INSTANT.test(text) ? Date.parse(text) : Number.NaN;
  // Engines take the 31st of February for a day of March.
  if (Number.isFinite(ms) && new Date(ms).toISOString().startsWith(text.slice(0, 10))) return ms;
  throw new InvalidArgumentError(
    'Write a day as in 2026-11-26, or an instant in UTC as in 2026-11-26T10:00Z.',
  );
}

/** The same; of a day, its last millisecond. */
export const parseUntil = (text: string): number => parseSince(text) + (DAY.test(text) ? DAY_MS - 1 : 0);

/** `disk-cold,load` as conditions in their own order, `cold` first, which is always measured. */
export function parseConditions(list: string): Condition[] {
  const asked = list.split(',').map((name) => name.trim());
  const unknown = asked.find((name) => !(CONDITIONS as readonly string[]).includes(name));
  if (unknown !== undefined) {
    throw new InvalidArgumentError(
      `There is no condition '${unknown}'; did you mean '${closest(unknown, CONDITIONS)}'?`,
    );
  }
  return CONDITIONS.filter((name) => name === 'cold' || asked.includes(name));
}
