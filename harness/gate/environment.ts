import { hiddenDifferences } from '../compare/hidden-differences.ts';
import type { ComparableSet } from '../compare/load.ts';
import { nameOf } from '../report/comparison/hidden-table.ts';
import { formatPercent } from '../report/format.ts';
import { listing } from '../report/text.ts';
import type { Matchup } from './look.ts';
import type { GateRules } from './rules.ts';

/** Why nothing may be judged where this was measured. */
export interface Unfitness {
  readonly reason: string;
  readonly remedy: string;
}

/** Empty when candidate and baseline may be held against each other. */
export const unfitnessOf = ({ candidate, baseline, beside }: Matchup, rules: GateRules): Unfitness[] => [
  ...otherMachine(baseline, candidate),
  ...unquiet(candidate, rules),
  // What disturbs a block disturbs both sides of it: that widens the intervals, which say so themselves.
  ...(beside ? [] : [...disturbed(baseline, rules), ...disturbed(candidate, rules)]),
];

function otherMachine(baseline: ComparableSet, candidate: ComparableSet): Unfitness[] {
  const decisive = hiddenDifferences(baseline.manifest, candidate.manifest).filter((one) => one.decisive);
  if (decisive.length === 0) return [];
  return [
    {
      reason: `Candidate and baseline are from different machines (${listing(decisive.map(nameOf))}).`,
      remedy:
        'Measure the old code on this machine: name it with --baseline-artifact, or take a baseline that was measured here.',
    },
  ];
}

function unquiet({ manifest: { quietness } }: ComparableSet, { minQuietness }: GateRules): Unfitness[] {
  if (quietness.score >= minQuietness) return [];
  const [gravest] = quietness.findings;
  return [
    {
      reason: `The machine's quietness was ${quietness.score} of 100 before the candidate was measured, and --min-quietness asks for ${minQuietness}.${gravest ? ` ${gravest.what}` : ''}`,
      remedy: '`coldbench doctor` tells what disturbs it. Measure again when that is over.',
    },
  ];
}

function disturbed(set: ComparableSet, { maxDisturbed }: GateRules): Unfitness[] {
  const share = set.disturbedBlocks / Math.max(1, measuredBlocks(set));
  if (share <= maxDisturbed) return [];
  return [
    {
      reason: `Something else used the machine during ${formatPercent(share)} of the blocks of ${set.path}; --max-disturbed allows ${formatPercent(maxDisturbed)}.`,
      remedy: 'Measure again when it is quieter, or in one run with the old code: --baseline-artifact.',
    },
  ];
}

const measuredBlocks = ({ subjects }: ComparableSet): number =>
  new Set([...subjects.values()].flatMap((series) => series.of('coldStart').blocks)).size;
