import { formatStudies } from '../studies/terminal.ts';
import { formatBytes, formatNs } from './format.ts';
import { coldSubjects } from './ladder.ts';
import { qualityNotes } from './quality-notes.ts';
import { mapStrings, safeText, toAscii } from './sanitize.ts';
import { byColdStart, type NameOf, subjectNames, workloadsOf } from './subject-names.ts';
import type { RunSummary, WorkloadSummary } from './summary-types.ts';
import { formatHeader } from './terminal/header.ts';
import { formatLadder } from './terminal/ladder.ts';
import { createLook, type Look, type LookOptions } from './terminal/look.ts';
import { formatNextSteps, type NextCommand, shellPath } from './terminal/next-steps.ts';
import { renderParagraphs } from './terminal/paragraphs.ts';
import { formatPhases } from './terminal/phase-bars.ts';
import { formatFailures, formatSkipped } from './terminal/problems.ts';
import { formatSparklines } from './terminal/sparkline.ts';
import { formatSubjectTable } from './terminal/subject-table.ts';
import { shorten, textWidth } from './text.ts';
import { verdicts } from './verdict.ts';

export { type NextCommand, shellPath } from './terminal/next-steps.ts';

export interface FormatRunOptions extends LookOptions {
  /** What to run next; `show` when left out, nothing for an empty list. */
  readonly nextCommands?: readonly NextCommand[];
}

/** No name, path or reason in a result file is longer; what is shown where may be shorter. */
const LONGEST_TEXT = 1000;
const LONGEST_HEADING = 40;

/** The report of a run for a terminal of `width` columns (60 to 160 are used), with its last newline. */
export function formatRun(summary: RunSummary, options: FormatRunOptions): string {
  const look = createLook(options);
  const speak = options.unicode ? (text: string) => text : toAscii;
  const run = mapStrings(summary, (text) => speak(safeText(text, LONGEST_TEXT)));
  const nameOf = runNames(run, look);
  const sections = [
    formatHeader(run, look),
    formatSkipped(run, look),
    ...workloadsOf(run.subjects).flatMap((workload) => workloadSections(run, workload, look)),
    formatFailures(run, nameOf, look),
    renderParagraphs('How far to trust this', qualityNotes(run, nameOf), look),
    formatNextSteps(run.path, options.nextCommands ?? defaultCommands(run.path), look),
  ];
  return speak(`${sections.filter((section) => section !== '').join('\n\n')}\n`);
}

/** Names for notes about the whole run: with the workload where there are several, a third of the width at most. */
function runNames({ subjects }: RunSummary, { width }: Look): NameOf {
  const names = subjectNames(subjects);
  const several = workloadsOf(subjects).length > 1;
  return (subject) =>
    shorten(
      several ? `${shorten(subject.workload, 24)}/${names(subject)}` : names(subject),
      Math.floor(width / 3),
    );
}

function workloadSections(run: RunSummary, workload: string, look: Look): string[] {
  const all = run.subjects.filter((subject) => subject.workload === workload);
  const subjects = byColdStart(coldSubjects(all));
  const facts = run.workloads.find((one) => one.workload === workload);
  const nameOf = subjectNames(subjects, look.width < 80 ? 16 : look.width < 100 ? 24 : 30);
  return [
    workloadHeading(workload, facts, look),
    formatSubjectTable(subjects, nameOf, look),
    formatPhases(subjects, nameOf, look),
    formatSparklines(subjects, nameOf, look),
    formatLadder(all, nameOf, look),
    ...formatStudies(run, workload, nameOf, look),
    renderParagraphs('In words', verdicts(facts, subjects, nameOf), look),
  ];
}

function workloadHeading(
  workload: string,
  facts: WorkloadSummary | undefined,
  { width, colors }: Look,
): string {
  const name = shorten(workload, LONGEST_HEADING);
  const known = facts ? about(facts) : '';
  const shown = textWidth(name) + known.length + 6 <= width ? known : '';
  const rule = '─'.repeat(Math.max(2, width - textWidth(name) - shown.length - 4));
  return `${colors.dim('──')} ${colors.bold(name)}${colors.dim(`${shown} ${rule}`)}`;
}

function about({ inputBytes, outputBytes, inProcessMedianNs }: WorkloadSummary): string {
  const inProcess = inProcessMedianNs === null ? '' : `, ${formatNs(inProcessMedianNs)} in-process`;
  return ` (${formatBytes(inputBytes)} in, ${formatBytes(outputBytes)} out${inProcess})`;
}

const defaultCommands = (path: string): NextCommand[] => [
  { command: `npx coldbench show ${shellPath(path)}`, purpose: 'this report again' },
];
