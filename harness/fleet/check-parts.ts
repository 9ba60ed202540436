import { basename } from 'node:path';
import type { EndRecord } from '../model/schema.ts';
import type { PartFile } from './read-part.ts';

/** What keeps files from being one plan's parts, as sentences that name them; empty when nothing does. */
export interface PartProblems {
  /** Never to be merged. */
  readonly wrong: readonly string[];
  /** Parts that are missing or ended early: to be merged if that is asked for. */
  readonly incomplete: readonly string[];
}

/** How a run ends that did what its plan says. */
const WHOLE: readonly EndRecord['stopReason'][] = ['precision', 'blocks', 'budget'];

const nameOf = ({ plan, path }: PartFile): string => `part ${plan.part} (${path})`;

/** Compares the parts with the first one, in all that a plan fixes. */
export function problemsOfParts(parts: readonly PartFile[]): PartProblems {
  const [first] = parts;
  if (!first) return { wrong: [], incomplete: [] };
  const ofPlan = parts.filter(({ plan }) => plan.planSha256 === first.plan.planSha256);
  return {
    wrong: [
      ...parts.filter((part) => !ofPlan.includes(part)).map((part) => otherPlan(part, first)),
      ...twice(ofPlan),
      ...ofPlan.slice(1).flatMap((part) => otherWork(part, first)),
    ],
    incomplete: [
      ...missingOf(ofPlan).map((name) => `Part ${name} is missing.`),
      ...ofPlan.flatMap(endedEarly),
    ],
  };
}

/** The parts of the plan that are not among these. */
export function missingOf(parts: readonly PartFile[]): string[] {
  const given = new Set(parts.map(({ plan }) => plan.part));
  return (parts[0]?.plan.parts ?? []).filter((name) => !given.has(name));
}

const otherPlan = (part: PartFile, first: PartFile): string =>
  `${part.path} is of another plan: ${part.plan.planSha256.slice(0, 12)}, and ${basename(first.path)} of ${first.plan.planSha256.slice(0, 12)}.`;

function twice(parts: readonly PartFile[]): string[] {
  const seen = new Map<string, PartFile>();
  return parts.flatMap((part) => {
    const before = seen.get(part.plan.part);
    seen.set(part.plan.part, before ?? part);
    if (!before) return [];
    const same = before.sha256 === part.sha256 ? ' (the very same file)' : '';
    return [`Part ${part.plan.part} is given twice: ${before.path} and ${part.path}${same}.`];
  });
}

function endedEarly(part: PartFile): string[] {
  const { stopReason } = part.end;
  if (WHOLE.includes(stopReason)) return [];
  const how = stopReason === 'interrupted' ? 'was interrupted' : 'ended since nothing was left to measure';
  return [`${capital(nameOf(part))} is incomplete: it ${how}.`];
}

/** Other code, event or answer. Artifacts may rightly differ between machines of different kinds; see likeness.ts. */
function otherWork(part: PartFile, first: PartFile): string[] {
  const before = new Map(first.workloads.map((workload) => [workload.workload, workload]));
  return part.workloads.flatMap((workload) => {
    const { workload: name } = workload;
    const other = before.get(name);
    // One that was interrupted early may lack it.
    if (!other) return [];
    return WORK.flatMap(([field, what]) =>
      workload[field] === other[field]
        ? []
        : [
            `The ${what} of ${name} differs (${field}): ${workload[field]} in ${nameOf(part)}, ${other[field]} in ${nameOf(first)}.`,
          ],
    );
  });
}

const WORK = [
  ['handlerSha256', 'handler'],
  ['inputSha256', 'event'],
  ['outputSha256', 'answer'],
] as const;

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
