import type { CompareOptions, Comparison, ComparisonSide } from './comparison.ts';
import { refuseMixedEmulation } from './emulated.ts';
import { hiddenDifferences } from './hidden-differences.ts';
import type { ComparableSet } from './load.ts';
import { compareMachines } from './machines.ts';
import { matchSets, matchWithin, type SubjectPair } from './match.ts';
import { setNotes, workNotes } from './notes.ts';
import { ratioRows } from './ratios.ts';
import { compareSubjects } from './subjects.ts';

/**
 * Two runs, row by row; `old` is what `new` is judged against.
 * @throws ColdbenchError `NO_COMMON_ROWS` when there is nothing that both have; `MIXED_EMULATION` unless it is allowed.
 */
export function compareSets(old: ComparableSet, fresh: ComparableSet, options: CompareOptions): Comparison {
  if (!options.allowEmulated) refuseMixedEmulation(old, fresh);
  const matched = matchSets(old, fresh);
  const hidden = hiddenDifferences(old.manifest, fresh.manifest);
  const otherMachine = hidden.some(({ decisive }) => decisive);
  const refused = !options.acrossMachines && otherMachine;
  return {
    old: sideOf(old.path, old, matched.pairs, 'old'),
    new: sideOf(fresh.path, fresh, matched.pairs, 'new'),
    run: null,
    hidden,
    refused,
    machines: otherMachine ? compareMachines(old, fresh, matched.pairs) : null,
    ...compareSubjects(matched, 'independent', { ...options, withRows: !refused }),
    ratios: ratioRows(old, fresh, matched.pairs),
    notes: [...setNotes(old, fresh), ...matched.notes],
    lost: matched.lost,
  };
}

/**
 * Two workloads of one run, which took turns in the same blocks: the most sensitive comparison there is.
 * @throws ColdbenchError `NO_COMMON_ROWS` when there is nothing that both have.
 */
export function compareWithin(
  set: ComparableSet,
  oldWorkload: string,
  newWorkload: string,
  options: CompareOptions,
): Comparison {
  const matched = matchWithin(set, oldWorkload, newWorkload);
  return {
    old: sideOf(oldWorkload, set, matched.pairs, 'old'),
    new: sideOf(newWorkload, set, matched.pairs, 'new'),
    run: set.path,
    hidden: [],
    refused: false,
    machines: null,
    ...compareSubjects(matched, 'paired', { ...options, withRows: true }),
    ratios: [],
    notes: [...setNotes(set), ...workNotes(set, oldWorkload, newWorkload), ...matched.notes],
    lost: matched.lost,
  };
}

function sideOf(
  name: string,
  { manifest }: ComparableSet,
  pairs: readonly SubjectPair[],
  side: 'old' | 'new',
): ComparisonSide {
  const series = pairs.map((pair) => pair[side].of('coldStart').blocks);
  return {
    name,
    startedAt: manifest.startedAt,
    blocks: new Set(series.flat()).size,
    trials: series.reduce((sum, blocks) => sum + blocks.length, 0),
    arch: manifest.machine.arch,
    emulated: manifest.machine.emulated,
  };
}
