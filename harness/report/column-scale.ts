import { decimalsFor, type Unit, unitFor } from './format.ts';

/** Above this, digits stop being readable and the unit of the largest value is taken. */
const MOST_IN_SMALL_UNIT = 10_000;

/**
 * One unit for a whole column, so that its numbers compare at a glance: the one that suits the smallest value, unless
 * the largest would then need five digits before the point.
 */
export function columnUnit(values: readonly number[], units: readonly Unit[]): Unit {
  const sizes = values.map(Math.abs).filter((size) => size > 0 && Number.isFinite(size));
  const largest = Math.max(0, ...sizes);
  const small = unitFor(Math.min(largest, ...sizes), units);
  return largest / small.size < MOST_IN_SMALL_UNIT ? small : unitFor(largest, units);
}

/** Without a unit: three significant digits from 0.1 on, two below; every digit before the point. */
export function columnDigits(value: number, unit: Unit): string {
  if (!Number.isFinite(value)) return '?';
  const scaled = value / unit.size;
  if (unit.size === 1 && Number.isInteger(scaled)) return String(scaled);
  const decimals = decimalsFor(scaled);
  return scaled.toFixed(decimals > 3 ? decimals - 1 : decimals);
}

/** Decimals of a figure and its interval: three digits of the larger, and enough that the half-width is seen; three at most. */
export function estimateDecimals(value: number, halfWidth: number): number {
  const digits = decimalsFor(Math.max(Math.abs(value), halfWidth));
  const resolving = halfWidth > 0 ? -Math.floor(Math.log10(halfWidth)) : 0;
  return Math.min(3, Math.max(0, digits, resolving));
}

/** Pads digits on both sides so that decimal points stand under each other. */
export function alignDecimals(texts: readonly string[]): string[] {
  const parts = texts.map((text) => {
    const point = text.search(/\.\d/);
    return point < 0 ? { left: text, right: '' } : { left: text.slice(0, point), right: text.slice(point) };
  });
  const left = Math.max(0, ...parts.map((part) => part.left.length));
  const right = Math.max(0, ...parts.map((part) => part.right.length));
  return parts.map((part) => part.left.padStart(left) + part.right.padEnd(right));
}
