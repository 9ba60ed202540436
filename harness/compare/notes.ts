import { formatCounted } from '../report/format.ts';
import { formatMergedLevels } from '../report/merged-notes.ts';
import { levelsOf } from '../report/merged-summary.ts';
import { listing } from '../report/text.ts';
import type { ComparableSet } from './load.ts';

/** What is to be known about whole sets before their figures are believed. */
export function setNotes(...sets: readonly ComparableSet[]): string[] {
  const [old, fresh] = sets;
  const same = fresh !== undefined && old?.manifest.id === fresh.manifest.id;
  return [
    ...sets.flatMap(incomplete),
    ...sets.flatMap(disturbed),
    ...sets.flatMap(merged),
    ...(same ? ['Both files hold the same run: nothing can differ.'] : []),
  ];
}

function incomplete({ path, end }: ComparableSet): string[] {
  if (end === null) return [`${path} is incomplete: the run was cut off; what it has is compared.`];
  return end.stopReason === 'interrupted' ? [`${path} was interrupted; what it has is compared.`] : [];
}

const disturbed = ({ path, disturbedBlocks }: ComparableSet): string[] =>
  disturbedBlocks === 0
    ? []
    : [
        `${disturbedBlocks} of the blocks of ${path} ran while something else used the machine; they are compared too.`,
      ];

/** Parts follow each other in a merged file as times do in a run, so that the allowance for drift holds them as well. */
function merged({ path, parts, subjects }: ComparableSet): string[] {
  if (parts.length === 0) return [];
  const levels = [...subjects.values()].flatMap((series) => {
    const text = formatMergedLevels(levelsOf(series, parts));
    return text === null ? [] : [`${series.subject.subject} ${text}`];
  });
  const differ = levels.length === 0 ? '' : `, between which levels vary as drift does: ${listing(levels)}`;
  return [`${path} was merged from ${formatCounted(parts.length, 'part')}${differ}.`];
}

/** Two workloads need not do the same work, and then a difference is not one of speed. */
export function workNotes({ workloads }: ComparableSet, oldWorkload: string, newWorkload: string): string[] {
  const [old, fresh] = [workloads.get(oldWorkload), workloads.get(newWorkload)];
  if (!old || !fresh) return [];
  const differs = [
    ...(old.inputSha256 === fresh.inputSha256 ? [] : ['are given different events']),
    ...(old.outputSha256 === fresh.outputSha256 ? [] : ['give different answers']),
  ];
  if (differs.length === 0) return [];
  return [`${oldWorkload} and ${newWorkload} ${differs.join(' and ')}: they do different work.`];
}
