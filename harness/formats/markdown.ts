import {
  formatBytes,
  formatCount,
  formatCounted,
  formatNs,
  formatPercent,
  formatRatio,
} from '../report/format.ts';
import { safeText } from '../report/sanitize.ts';
import { byColdStart, subjectNames, workloadsOf } from '../report/subject-names.ts';
import { summarizeFile } from '../report/summary.ts';
import type { Estimate, RunSummary, SubjectSummary } from '../report/summary-types.ts';
import { verdicts } from '../report/verdict.ts';
import type { Format } from './format.ts';

/** A comment on GitHub holds 65,536 characters; a step summary more. */
const MOST_CHARACTERS = 65_000;

/**
 * Text of a file as text: every sign that Markdown or HTML could act on becomes a character reference, and a zero-width
 * space keeps names after @ and numbers after # from becoming mentions and links.
 */
export const quoted = (text: string, longest = 200): string =>
  safeText(text, longest)
    .replace(/[^\p{L}\p{N} .,()%+-]/gu, (sign) => `&#${sign.codePointAt(0)};`)
    .replace(/&#(64|35);/g, '$&&#8203;');

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;
const NONE = '–';

function withInterval({ value, interval }: Estimate, print: (value: number) => string): string {
  return interval ? `${print(value)} [${print(interval.low)}, ${print(interval.high)}]` : print(value);
}

function cells(name: string, { coldStart, overhead, warm, memory, artifactBytes }: SubjectSummary): string[] {
  return [
    quoted(name, 60),
    coldStart ? withInterval(coldStart.medianNs, formatNs) : NONE,
    overhead ? withInterval(overhead.ratio, formatRatio) : NONE,
    warm ? formatNs(warm.p50Ns.value) : NONE,
    memory?.rssBytes ? formatBytes(memory.rssBytes.value) : NONE,
    artifactBytes === null ? NONE : formatBytes(artifactBytes),
    coldStart ? formatCount(coldStart.medianNs.n) : '0',
  ];
}

const HEADER =
  row([
    'subject',
    'cold start [95 %]',
    'over process [95 %]',
    'warm p50',
    'memory (RSS)',
    'artifact',
    'trials',
  ]) + row(['---', '--:', '--:', '--:', '--:', '--:', '--:']);

/** Verdicts, table and phases of one workload; rows that do not fit are counted. */
function workloadSection(summary: RunSummary, workload: string, room: number): string {
  const subjects = byColdStart(summary.subjects.filter((subject) => subject.workload === workload));
  const nameOf = subjectNames(subjects);
  const about = summary.workloads.find((one) => one.workload === workload);
  const words = verdicts(about, subjects, nameOf).map(
    ({ label, text }) => `- **${quoted(label, 60)}**: ${quoted(text, 600)}\n`,
  );
  const rows = subjects.map((subject) => row(cells(nameOf(subject), subject)));
  const phases = subjects.flatMap((subject) =>
    subject.phases.map(({ label, medianNs }) =>
      row([quoted(nameOf(subject), 60), label, formatNs(medianNs)]),
    ),
  );
  const before = `### ${quoted(workload, 60)}\n\n`;
  const parts = [
    { head: before, lines: words, tail: '\n' },
    { head: HEADER, lines: rows, tail: '\n' },
    {
      head: `<details><summary>Phases of a cold start</summary>\n\n${row(['subject', 'phase', 'median'])}${row(['---', '---', '--:'])}`,
      lines: phases,
      tail: '\n</details>\n\n',
    },
  ];
  return fit(parts, room);
}

interface Part {
  readonly head: string;
  readonly lines: readonly string[];
  readonly tail: string;
}

/** As many lines as there is room for, each part whole in itself; what was left out is said. */
function fit(parts: readonly Part[], room: number): string {
  let text = '';
  for (const { head, lines, tail } of parts.filter((part) => part.lines.length > 0)) {
    text += head;
    let kept = 0;
    for (const line of lines) {
      if (text.length + line.length + tail.length + 100 > room) break;
      text += line;
      kept += 1;
    }
    text += tail;
    if (kept < lines.length)
      text += `\n_${formatCounted(lines.length - kept, 'line')} left out for length._\n\n`;
  }
  return text;
}

function environment({ machine, quietness, blocks, stopReason, seed, path, precision }: RunSummary): string {
  const facts = [
    `machine: ${machine.cpuModel ?? 'unknown CPU'}, ${machine.arch}`,
    `quietness: ${quietness.score} of 100`,
    `blocks: ${blocks.measured} measured, ${blocks.warmup} warm-up, ${blocks.disturbed} disturbed`,
    `stopped by: ${stopReason ?? 'interruption'} (asked for ${formatPercent(precision)})`,
    `seed: ${seed}`,
    `file: ${path}`,
  ];
  return `<details><summary>Where and how</summary>\n\n${facts.map((fact) => `- ${quoted(fact, 300)}\n`).join('')}\n</details>\n`;
}

/** A run in Markdown; at most `MOST_CHARACTERS`. */
export function formatMarkdown(summary: RunSummary): string {
  const workloads = workloadsOf(summary.subjects);
  const notes = [
    ...(summary.complete ? [] : ['The run was interrupted: this is what there is.']),
    ...summary.skippedRunners.map(({ runner, reason }) => `${runner} was not measured: ${reason}`),
  ].map((note) => `> ${quoted(note, 300)}\n>\n`);
  const start = `## What packaging costs\n\n${notes.join('')}${notes.length > 0 ? '\n' : ''}`;
  const end = environment(summary);
  const room = Math.floor((MOST_CHARACTERS - start.length - end.length) / Math.max(1, workloads.length));
  return start + workloads.map((workload) => workloadSection(summary, workload, room)).join('') + end;
}

export const markdown: Format = {
  name: 'markdown',
  purpose: 'pull requests and $GITHUB_STEP_SUMMARY: verdicts, table, collapsible details',
  async *write(path) {
    yield formatMarkdown(await summarizeFile(path));
  },
};
