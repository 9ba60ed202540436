import { formatBytes, formatCount, formatNs, formatPercent, formatRatio } from '../report/format.ts';
import { coldSubjects } from '../report/ladder.ts';
import { byColdStart, subjectNames, workloadsOf } from '../report/subject-names.ts';
import { summarizeFile } from '../report/summary.ts';
import type { Estimate, RunSummary, SubjectSummary } from '../report/summary-types.ts';
import { verdicts } from '../report/verdict.ts';
import type { Format } from './format.ts';
import { details, fit, fitSections, MOST_CHARACTERS, NONE, quoted, row, tableHead } from './markdown-text.ts';

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

const HEADER = tableHead(
  ['subject', 'cold start [95 %]', 'over process [95 %]', 'warm p50', 'memory (RSS)', 'artifact', 'trials'],
  1,
);

/** Verdicts, table and phases of one workload; rows that do not fit are counted. */
function workloadSection(summary: RunSummary, workload: string, room: number): string {
  const all = byColdStart(summary.subjects.filter((subject) => subject.workload === workload));
  const subjects = coldSubjects(all);
  const nameOf = subjectNames(subjects);
  const about = summary.workloads.find((one) => one.workload === workload);
  const words = verdicts(about, subjects, nameOf).map(
    ({ label, text }) => `- **${quoted(label, 60)}**: ${quoted(text, 600)}\n`,
  );
  // With what starts otherwise than cold below: it is compared with nothing that starts cold.
  const rows = [...subjects, ...all.filter((one) => !subjects.includes(one))].map((subject) =>
    row(cells(nameOf(subject), subject)),
  );
  const phases = subjects.flatMap((subject) =>
    subject.phases.map(({ label, medianNs }) =>
      row([quoted(nameOf(subject), 60), label, formatNs(medianNs)]),
    ),
  );
  const before = `### ${quoted(workload, 60)}\n\n`;
  const parts = [
    { head: before, lines: words, tail: '\n' },
    { head: HEADER, lines: rows, tail: '\n' },
    details('Phases of a cold start', phases, tableHead(['subject', 'phase', 'median'], 2)),
  ];
  return fit(parts, room);
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

/** A hostile file must not push the figures out of the comment. */
const MOST_NOTES = 8;

/** A run in Markdown; at most `MOST_CHARACTERS`. */
export function formatMarkdown(summary: RunSummary): string {
  const workloads = workloadsOf(summary.subjects);
  const notes = [
    ...(summary.complete ? [] : ['The run was interrupted: this is what there is.']),
    ...summary.skippedRunners.map(({ runner, reason }) => `${runner} was not measured: ${reason}`),
  ]
    .slice(0, MOST_NOTES)
    .map((note) => `> ${quoted(note, 300)}\n>\n`);
  const start = `## What packaging costs\n\n${notes.join('')}${notes.length > 0 ? '\n' : ''}`;
  const end = environment(summary);
  const room = MOST_CHARACTERS - start.length - end.length;
  return (
    start + fitSections(workloads, room, (workload, each) => workloadSection(summary, workload, each)) + end
  );
}

export const markdown: Format = {
  name: 'markdown',
  purpose: 'pull requests and $GITHUB_STEP_SUMMARY: verdicts, table, collapsible details',
  async *write(path) {
    yield formatMarkdown(await summarizeFile(path));
  },
};
