import { compareAll } from './dominance.ts';
import { type Samples, type Sorted, sort } from './samples.ts';

export type Magnitude = 'negligible' | 'small' | 'medium' | 'large';

export type EffectSize = { readonly delta: number; readonly magnitude: Magnitude };

/** Upper ends of |delta|, exclusive. Romano, Kromrey, Coraggio & Skowronek, Florida AIR annual meeting, 2006. */
const THRESHOLDS = [
  [0.147, 'negligible'],
  [0.33, 'small'],
  [0.474, 'medium'],
] as const;

/**
 * Cliff's delta, P(a > b) - P(a < b) over all pairs: 1 when every a is above every b, 0 when neither tends to be.
 * Cliff, "Dominance statistics", Psychological Bulletin 114(3), 1993, doi:10.1037/0033-2909.114.3.494.
 * `null` when a group is empty. O(n log n), or O(n) for `Sorted` samples.
 */
export function cliffsDelta(a: Samples | Sorted, b: Samples | Sorted): EffectSize | null {
  const [left, right] = [sort(a, 'a'), sort(b, 'b')];
  if (left.length === 0 || right.length === 0) return null;
  const { greater, less } = compareAll(left, right);
  const delta = (greater - less) / (left.length * right.length);
  const magnitude = THRESHOLDS.find(([end]) => Math.abs(delta) < end)?.[1] ?? 'large';
  return { delta, magnitude };
}
