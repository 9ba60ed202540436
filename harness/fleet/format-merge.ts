import { formatCounted } from '../report/format.ts';
import { mapStrings, safeText, toAscii } from '../report/sanitize.ts';
import { createLook, type Look, type LookOptions } from '../report/terminal/look.ts';
import { type NextCommand, shellPath } from '../report/terminal/next-steps.ts';
import { renderParagraphs } from '../report/terminal/paragraphs.ts';
import { listing, wrapText } from '../report/text.ts';
import type { MergedSet, MergeResult } from './merge.ts';

const LONGEST_TEXT = 1000;
const MOST_NAMES = 20;

/** What was merged and what was kept apart, for a terminal; with the last newline. */
export function formatMerge(given: MergeResult, options: LookOptions): string {
  const look = createLook(options);
  const speak = options.unicode ? (text: string) => text : toAscii;
  const result = mapStrings(given, (text) => speak(safeText(text, LONGEST_TEXT)));
  const sections = [
    ...(result.sets.length === 1 ? result.sets.map((set) => merged(set, look)) : apart(result, look)),
    renderParagraphs(
      'Incomplete',
      result.incomplete.map((text) => ({ label: '-', text })),
      look,
    ),
    renderParagraphs('Shared', result.sets.flatMap(shared), look),
    nextSteps(result.sets, look),
  ];
  return speak(`${sections.filter((section) => section !== '').join('\n\n')}\n`);
}

/** Two parts on one machine at the same time are the fault of whoever placed them. */
const shared = ({ sharedMachine }: MergedSet) =>
  sharedMachine.map((parts) => ({
    label: '-',
    text: `Parts ${some(parts)} ran on one machine at the same time, and disturbed each other.`,
  }));

const some = (parts: readonly string[]): string =>
  parts.length > MOST_NAMES ? `${parts.slice(0, MOST_NAMES).join(', ')} …` : listing(parts);

const merged = ({ path, parts, machines, machineClass }: MergedSet, { colors, width }: Look): string =>
  [
    ...wrapText(`Merged ${formatCounted(parts.length, 'part')} into ${path}.`, width).map(colors.bold),
    ...wrapText(
      `From ${formatCounted(machines, 'machine')}: ${machineClass.name} (class ${machineClass.id}).`,
      width,
    ),
  ].join('\n');

function apart({ sets, differences }: MergeResult, look: Look): string[] {
  const heading = `The machines are of ${formatCounted(sets.length, 'kind')}, and are kept apart: a median over different machines is of none of them.`;
  const paragraphs = sets.map((set, index) => ({ label: `${index + 1}`, text: setText(set) }));
  return [
    wrapText(heading, look.width).map(look.colors.bold).join('\n'),
    renderParagraphs('Kinds', paragraphs, look),
    renderParagraphs(
      'What differs',
      differences.map((text) => ({ label: '-', text })),
      look,
    ),
  ];
}

function setText({ path, merged: isMerged, parts, machineClass }: MergedSet): string {
  const which = `${parts.length === 1 ? 'part' : 'parts'} ${some(parts)}`;
  return `${machineClass.name}: ${which}, ${isMerged ? 'merged into' : 'as it is in'} ${path}`;
}

function nextSteps(sets: readonly MergedSet[], { colors }: Look): string {
  const paths = sets.map(({ path }) => shellPath(path)).join(' ');
  const commands: NextCommand[] =
    sets.length === 1
      ? [
          { command: `npx coldbench show ${paths}`, purpose: 'its report' },
          { command: `npx coldbench validate ${paths}`, purpose: 'is the file sound?' },
        ]
      : [{ command: `npx coldbench compare --across-machines ${paths}`, purpose: 'side by side' }];
  return commands
    .map(({ command, purpose }) => `  ${colors.cyan(command)}  ${colors.dim(purpose)}`)
    .join('\n');
}
