import { classDifferences, machineClassOf } from '../history/machine-class.ts';
import type { MachineClass } from '../history/series.ts';
import type { PartFile } from './read-part.ts';

/** Parts whose absolute figures are of one kind: the same class of machine, and the same tools. */
export interface LikeParts {
  readonly machine: MachineClass;
  readonly parts: readonly PartFile[];
}

/** Groups parts that may become one result set, in the order in which the groups first appear. */
export function groupAlike(parts: readonly PartFile[]): LikeParts[] {
  const groups = new Map<string, { machine: MachineClass; parts: PartFile[] }>();
  for (const part of parts) {
    const machine = surroundingsOf(part);
    const key = JSON.stringify(Object.entries(machine.facts).sort());
    const group = groups.get(key) ?? { machine, parts: [] };
    groups.set(key, group);
    group.parts.push(part);
  }
  return [...groups.values()];
}

/** What tells two groups apart, as `field: one → other`. */
export const differencesOf = (one: LikeParts, other: LikeParts): string[] =>
  classDifferences(one.machine, other.machine);

/**
 * The class of the machine, and what a merged set could say only once: the tools, and the commit of coldbench's checkout,
 * since two of the same version need not be the same instrument.
 */
function surroundingsOf({ manifest }: PartFile): MachineClass {
  const machine = machineClassOf(manifest);
  const tools = Object.entries(manifest.tools).filter(([tool]) => !(tool in machine.facts));
  return {
    ...machine,
    facts: {
      ...machine.facts,
      'coldbench commit': manifest.gitCommit,
      ...Object.fromEntries(tools.map(([tool, version]) => [`tool ${tool}`, version])),
    },
  };
}

/** Parts of one kind whose artifacts are not the same bytes, or whose subjects are not the same: none of them can be merged. */
export function problemsWithin({ parts }: LikeParts): string[] {
  const [first, ...others] = parts;
  if (!first) return [];
  return others.flatMap((part) => [...otherSubjects(part, first), ...otherArtifacts(part, first)]);
}

const nameOf = ({ plan, path }: PartFile): string => `part ${plan.part} (${path})`;

function otherSubjects(part: PartFile, first: PartFile): string[] {
  const idsOf = ({ manifest }: PartFile): string =>
    manifest.subjects.map(({ subject }) => subject).join(', ');
  if (idsOf(part) === idsOf(first)) return [];
  return [`The subjects differ: ${idsOf(part)} in ${nameOf(part)}, ${idsOf(first)} in ${nameOf(first)}.`];
}

function otherArtifacts(part: PartFile, first: PartFile): string[] {
  const before = new Map(first.artifacts.map((artifact) => [artifact.subject, artifact]));
  return part.artifacts.flatMap(({ subject, sha256 }) => {
    const other = before.get(subject);
    if (!other || other.sha256 === sha256) return [];
    return [
      `The artifact of ${subject} differs (sha256): ${sha256} in ${nameOf(part)}, ${other.sha256} in ${nameOf(first)}.`,
    ];
  });
}
