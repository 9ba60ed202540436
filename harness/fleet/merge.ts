import { rm } from 'node:fs/promises';
import { extname } from 'node:path';
import { ColdbenchError } from '../model/errors.ts';
import type { Inferred } from '../model/inferred.ts';
import { safeText } from '../report/sanitize.ts';
import { missingOf, problemsOfParts } from './check-parts.ts';
import { differencesOf, groupAlike, type LikeParts, problemsWithin } from './likeness.ts';
import type { mergeSchema } from './merge-schema.ts';
import { type PartFile, readPart } from './read-part.ts';
import { numberMachines, sharing } from './same-machine.ts';
import { writeMerged } from './write-merged.ts';

export interface MergeRequest {
  readonly paths: readonly string[];
  readonly outPath: string;
  readonly allowIncomplete: boolean;
  readonly command: readonly string[];
}

export type MergeResult = Omit<Inferred<typeof mergeSchema>, 'schema'>;
export type MergedSet = MergeResult['sets'][number];

/**
 * Merges parts of one plan, those of each class of machine by themselves.
 * @throws ColdbenchError `NOT_MERGEABLE`, which names every reason; errors of the reader and the writer.
 */
export async function mergeParts(request: MergeRequest): Promise<MergeResult> {
  const parts = await readParts(request);
  const [first] = parts;
  if (!first) throw notMergeable(['There is no part.']);
  const groups = groupAlike(inPlanOrder(parts));
  const within = groups.flatMap(problemsWithin);
  if (within.length > 0) throw notMergeable(within);
  return {
    planSha256: first.plan.planSha256,
    mode: first.plan.mode,
    sets: await mergeGroups(groups, request),
    differences: differencesBetween(groups),
    incomplete: problemsOfParts(parts).incomplete,
  };
}

/** Sound parts of one plan, or all that is wrong with them. */
async function readParts({ paths, allowIncomplete }: MergeRequest): Promise<PartFile[]> {
  const parts: PartFile[] = [];
  const refused: string[] = [];
  for (const path of paths) {
    const reading = await readPart(path);
    if (reading.is === 'part') parts.push(reading.part);
    else refused.push(`${path} is no part that can be merged: ${reading.reason}.`);
  }
  const { wrong, incomplete } = problemsOfParts(parts);
  const problems = [...refused, ...wrong, ...(allowIncomplete ? [] : incomplete)];
  if (problems.length > 0) throw notMergeable(problems, refused.length + wrong.length === 0);
  return parts;
}

function inPlanOrder(parts: readonly PartFile[]): PartFile[] {
  const rank = ({ plan }: PartFile): number => plan.parts.indexOf(plan.part);
  return parts.toSorted((a, b) => rank(a) - rank(b));
}

/** All of them, or none: a second try would find the files of the first. */
async function mergeGroups(groups: readonly LikeParts[], request: MergeRequest): Promise<MergedSet[]> {
  const sets: MergedSet[] = [];
  try {
    for (const group of groups) sets.push(await mergeGroup(group, groups.length > 1, request));
  } catch (error) {
    for (const { path, merged } of sets) if (merged) await rm(path, { force: true });
    throw error;
  }
  return sets;
}

async function mergeGroup(
  { machine, parts }: LikeParts,
  isOneOfSeveral: boolean,
  { outPath, command }: MergeRequest,
): Promise<MergedSet> {
  const [first, ...others] = parts;
  if (!first) throw new Error('a class of machine without a part');
  const stays = parts.map(stayOf);
  const set = {
    machineClass: { id: machine.id, name: machine.name },
    parts: parts.map(({ plan }) => plan.part),
    machines: new Set(numberMachines(stays)).size,
    sharedMachine: sharing(stays).map((group) => group.map(({ part }) => part)),
  };
  if (isOneOfSeveral && others.length === 0) return { ...set, path: first.path, merged: false };
  const path = isOneOfSeveral ? pathOfClass(outPath, first) : outPath;
  await writeMerged([first, ...others], { path, missing: missingOf(parts), command });
  return { ...set, path, merged: true };
}

const stayOf = ({ plan, manifest, end }: PartFile) => ({
  part: plan.part,
  startedAt: manifest.startedAt,
  endedAt: end.endedAt,
  machine: manifest.machine,
});

/** Beside the file that was asked for, named after the first part of the class. */
function pathOfClass(outPath: string, { plan }: PartFile): string {
  const extension = extname(outPath);
  return `${outPath.slice(0, outPath.length - extension.length)}-${plan.part}${extension}`;
}

function differencesBetween([first, ...others]: readonly LikeParts[]): string[] {
  if (!first) return [];
  return [...new Set(others.flatMap((other) => differencesOf(first, other)))];
}

/** Reasons shown; more than these say nothing new. */
const MOST_REASONS = 50;
const LONGEST_REASON = 500;

/** Names come from files, and go straight to the terminal. */
function notMergeable(reasons: readonly string[], onlyIncomplete = false): ColdbenchError {
  const shown = reasons.slice(0, MOST_REASONS).map((reason) => safeText(reason, LONGEST_REASON));
  const left = reasons.length - shown.length;
  const lines = ['Nothing was merged:', ...shown, ...(left > 0 ? [`and ${left} more`] : [])];
  return new ColdbenchError('NOT_MERGEABLE', lines.join('\n  '), {
    remedy: onlyIncomplete
      ? 'Run what is missing, or merge what there is with --allow-incomplete.'
      : 'Name each part of one plan once, as `bench --plan` wrote it.',
  });
}
