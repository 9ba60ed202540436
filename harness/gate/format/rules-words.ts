import { FAMILY_ALPHA } from '../../compare/verdict.ts';
import { formatCounted, formatPercent } from '../../report/format.ts';
import { listing } from '../../report/text.ts';
import type { GateResult } from '../gate-result.ts';

/** What fails, and what the suspicions of the first look promise. */
export function rulesWords({ rules: { failOn, threshold }, rows, familySize, families }: GateResult): string {
  const rule = `Fails on what is shown to be ${listing([...new Set(failOn)])} by more than ${formatPercent(threshold)}, with its whole 95% interval.`;
  if (rows.length === 0 || familySize === 0) return rule;
  return `${rule} The chance of any false suspicion among ${formatCounted(familySize, 'row')} is at most ${formatPercent(families * FAMILY_ALPHA)} (Holm).`;
}
