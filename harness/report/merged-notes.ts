import { formatBytes, formatCounted, formatNs, formatPercent } from './format.ts';
import type { QualityNote } from './quality-notes.ts';
import type { NameOf } from './subject-names.ts';
import type { RunSummary } from './summary-types.ts';
import { listing } from './text.ts';

type Merged = NonNullable<RunSummary['merged']>;
type Levels = Merged['levels'][number];

/** Names of parts shown in one sentence. */
const MOST_PARTS = 10;

/** What to know of a file that was merged from several machines; empty for any other. */
export function mergedNotes(
  { merged, subjects }: Pick<RunSummary, 'merged' | 'subjects'>,
  nameOf: NameOf,
): QualityNote[] {
  if (!merged) return [];
  const names = new Map(subjects.map((subject) => [subject.subject, nameOf(subject)]));
  return [
    { label: 'machines', text: `${madeOf(merged)} ${between(merged, names)}` },
    ...merged.sharedMachine.map((parts) => ({
      label: 'shared',
      text: `Parts ${list(parts)} ran on one machine at the same time, and disturbed each other.`,
    })),
    ...sizes(merged, names),
    ...(merged.missing.length > 0
      ? [{ label: 'missing', text: `Of the plan, part ${list(merged.missing)} is not in the file.` }]
      : []),
  ];
}

/** A component is a snapshot of a heap, which no two builds leave alike. */
function sizes({ levels }: Merged, names: ReadonlyMap<string, string>): QualityNote[] {
  const items = levels.flatMap(({ subject, artifactBytes: of }) =>
    of && of.least !== of.most
      ? [`${names.get(subject) ?? subject} (${formatBytes(of.least)} to ${formatBytes(of.most)})`]
      : [],
  );
  if (items.length === 0) return [];
  return [
    {
      label: 'size',
      text: `Each part built its own artifacts, and of these the sizes differ: ${listing(items)}.`,
    },
  ];
}

const list = (parts: readonly string[]): string =>
  parts.length <= MOST_PARTS ? listing(parts) : `${parts.slice(0, MOST_PARTS).join(', ')} …`;

const madeOf = ({ parts, machines }: Merged): string =>
  `Merged from ${formatCounted(parts.length, 'part')} on ${formatCounted(machines, 'machine')}.`;

/** Absolute figures are of these machines together; the intervals take every trial for one of the same kind. */
function between({ levels }: Merged, names: ReadonlyMap<string, string>): string {
  const items = levels.flatMap((one) => {
    const item = formatMergedLevels(one);
    return item === null ? [] : [`${names.get(one.subject) ?? one.subject} ${item}`];
  });
  if (items.length === 0) return 'Too few trials a part to tell how their levels differ.';
  return `Between the parts the level of a cold start varies (standard deviation, less chance): ${listing(items)}. Intervals of absolute figures do not hold that; overheads pair within a block, and so within a machine.`;
}

/** '3.1% (59.8 ms in part 2, 63.1 ms in part 1)'; null when there are too few trials to tell. */
export function formatMergedLevels({ spread, parts }: Pick<Levels, 'spread' | 'parts'>): string | null {
  const ranked = [...parts].sort((a, b) => a.medianNs.value - b.medianNs.value);
  const [least, most] = [ranked[0], ranked.at(-1)];
  if (spread === null || !least || !most) return null;
  const at = ({ part, medianNs }: Levels['parts'][number]): string =>
    `${formatNs(medianNs.value)} in part ${part}`;
  const size = spread === 0 ? 'no more than chance' : formatPercent(spread);
  return `${size} (${at(least)}, ${at(most)})`;
}
