import type { Bytes, Ns } from '../model/units.ts';

/** The only place where units are scaled and printed. Everything else of the program counts in base units. */
export interface Unit {
  readonly name: string;
  /** How many base units (nanoseconds, bytes) it is. */
  readonly size: number;
}

export const NS_UNITS: readonly Unit[] = [
  { name: 'ns', size: 1 },
  { name: 'µs', size: 1e3 },
  { name: 'ms', size: 1e6 },
  { name: 's', size: 1e9 },
];

/** Decimal, as Docker and disks count: 1 kB is 1000 bytes. Memory uses the same units, so that sizes compare. */
export const BYTE_UNITS: readonly Unit[] = [
  { name: 'B', size: 1 },
  { name: 'kB', size: 1e3 },
  { name: 'MB', size: 1e6 },
  { name: 'GB', size: 1e9 },
  { name: 'TB', size: 1e12 },
];

/** The largest unit in which `value` is at least 1; the smallest one for less. */
export function unitFor(value: number, units: readonly Unit[]): Unit {
  const fitting = units.filter((unit) => Math.abs(value) >= unit.size);
  return fitting.at(-1) ?? units[0] ?? { name: '', size: 1 };
}

const MOST_DECIMALS = 6;

/** Decimals that show `value` with three significant digits; 0 from 100 on, and six at most. */
export function decimalsFor(value: number): number {
  if (value === 0) return 0;
  const exponent = Number(value.toExponential(2).split('e')[1]);
  return Math.min(MOST_DECIMALS, Math.max(0, 2 - exponent));
}

/** Rounds to three digits before it chooses the unit: 999,600 ns is '1.00 ms', not '1000 µs'. */
function formatScaled(value: number, units: readonly Unit[]): string {
  if (!Number.isFinite(value)) return '?';
  const rounded = Number(value.toPrecision(3));
  const unit = unitFor(rounded, units);
  const scaled = rounded / unit.size;
  const whole = unit.size === 1 && Number.isInteger(scaled);
  return `${scaled.toFixed(whole ? 0 : decimalsFor(scaled))} ${unit.name}`;
}

/** Three significant digits: '850 ns', '12.3 µs', '1.23 s'. */
export const formatNs = (ns: Ns): string => formatScaled(ns, NS_UNITS);

/** Three significant digits: '512 B', '1.23 kB', '48.2 MB'. */
export const formatBytes = (bytes: Bytes): string => formatScaled(bytes, BYTE_UNITS);

/** Digits of a ratio without its 'x': two decimals below 10, three significant digits below 0.1. */
export function ratioDigits(ratio: number): string {
  if (!Number.isFinite(ratio)) return '?';
  const decimals = decimalsFor(ratio);
  return ratio.toFixed(Math.abs(ratio) < 0.1 ? decimals : Math.min(2, decimals));
}

/** '1.53x', '12.3x', '148x'. */
export const formatRatio = (ratio: number): string => `${ratioDigits(ratio)}x`;

/** From a fraction: 0.0213 is '2.1%', 0.5 is '50%', 0.0004 is '0.04%'. */
export function formatPercent(fraction: number): string {
  if (!Number.isFinite(fraction)) return '?';
  const percent = fraction * 100;
  const size = Math.abs(percent);
  const decimals = size >= 10 ? 0 : size >= 1 ? 1 : Math.max(2, decimalsFor(size) - 1);
  return `${Number(percent.toFixed(decimals))}%`;
}

/** '1,234'. */
export const formatCount = (count: number): string =>
  // The locale's own way costs a command's start 20 ms, and is needed for fractions alone.
  Number.isSafeInteger(count)
    ? String(count).replace(/\B(?=(?:\d{3})+$)/g, ',')
    : count.toLocaleString('en-US');

/** '1 trial', '31 trials'. */
export const formatCounted = (count: number, noun: string): string =>
  `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;

/** Elapsed or remaining time, for people: '0.4s', '12s', '1m 05s', '2h 03m'. */
export function formatDuration(ns: Ns): string {
  if (!Number.isFinite(ns)) return '?';
  const tenths = Math.round(Math.max(0, ns) / 1e8);
  if (tenths < 100) return `${(tenths / 10).toFixed(1)}s`;
  const seconds = Math.round(tenths / 10);
  if (seconds < 60) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}m ${two(seconds % 60)}s`;
  return `${Math.floor(minutes / 60)}h ${two(minutes % 60)}m`;
}

const two = (value: number): string => String(value).padStart(2, '0');

/** '+96.1 ms' for a difference; a negative one carries its own sign. */
export const formatSigned = (value: number, print: (value: number) => string = formatNs): string =>
  value > 0 ? `+${print(value)}` : print(value);

/** '[51.6 ms, 52.9 ms]'; in a column, `print` is the column's own, without a unit. */
export const formatInterval = (
  interval: { readonly low: number; readonly high: number },
  print: (value: number) => string = formatNs,
): string => `[${print(interval.low)}, ${print(interval.high)}]`;
