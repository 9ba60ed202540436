import type { JSX } from 'preact';
import { FLOOR_WORKLOAD } from '../../../workloads/workload.ts';
import {
  formatBytes,
  formatCount,
  formatCounted,
  formatDuration,
  formatNs,
  formatPercent,
} from '../format.ts';
import { coldSubjects } from '../ladder.ts';
import { qualityNotes } from '../quality-notes.ts';
import type { ReportRun } from '../report-data.ts';
import { subjectNames } from '../subject-names.ts';
import type { RunSummary } from '../summary-types.ts';
import { listing } from '../text.ts';

/** How far to trust a run, and where it ran. */
export function TrustSection({ run: { summary, workloads } }: { run: ReportRun }): JSX.Element {
  const names = new Map(
    workloads.flatMap(({ workload, subjects, others }) =>
      [...subjects, ...others].map(({ name, summary: { subject } }) => [
        subject,
        workloads.length > 1 ? `${workload}/${name}` : name,
      ]),
    ),
  );
  const notes = qualityNotes(summary, ({ subject }) => names.get(subject) ?? subject);
  const failures = summary.subjects.flatMap(({ subject, failures: kinds }) =>
    kinds.map((kind) => ({ name: names.get(subject) ?? subject, ...kind })),
  );
  return (
    <section>
      <h2>How far to trust this</h2>
      <ul class="words">
        {notes.map(({ label, text }) => (
          <li key={label}>
            <strong>{label}</strong>: {text}
          </li>
        ))}
        {failures.map(({ name, count, step, code, reason }) => (
          <li key={`${name} ${step} ${code}`}>
            <strong>{name}</strong>: {formatCounted(count, 'trial')} failed in {step} ({code}): {reason}
          </li>
        ))}
        {notes.length + failures.length === 0 && <li>Nothing speaks against it.</li>}
      </ul>
      <h3>Where and how</h3>
      <dl>
        {facts(summary).map(([name, text]) => (
          <>
            <dt>{name}</dt>
            <dd>{text}</dd>
          </>
        ))}
      </dl>
    </section>
  );
}

/** Said before any figure: what is missing. */
export function Missing({ run: { summary } }: { run: ReportRun }): JSX.Element {
  return (
    <>
      {!summary.complete && (
        <p class="warn">
          <strong>Incomplete.</strong> The run was interrupted; the figures are of what was measured until
          then.
        </p>
      )}
      {summary.machine.emulated && (
        <p class="warn">
          <strong>Emulated.</strong> These are no figures of a real machine of this kind.
        </p>
      )}
      {summary.skippedRunners.map(({ runner, variant, reason, remedy }) => (
        <p class="warn" key={`${runner} ${variant}`}>
          <strong>{variant === undefined ? runner : `${runner}:${variant}`} was not measured.</strong>{' '}
          {reason} {remedy}
        </p>
      ))}
    </>
  );
}

function facts(run: RunSummary): [string, string][] {
  const { machine, blocks, quietness } = run;
  return [
    ['file', run.path],
    ['started', run.startedAt.replace('T', ' ').replace(/(\.\d+)?Z$/, ' UTC')],
    ['ended by', endedBy(run)],
    [
      'blocks',
      `${formatCount(blocks.measured)} measured, ${formatCount(blocks.warmup)} to warm up, ${formatCount(blocks.disturbed)} disturbed`,
    ],
    ...(run.measuringNs === null
      ? []
      : ([
          [
            'measuring',
            `${formatDuration(run.measuringNs)}${run.insideTrials === null ? '' : `, ${formatPercent(run.insideTrials)} of it in trials`}`,
          ],
        ] as [string, string][])),
    ['floor', floorOf(run)],
    ['quietness before', `${quietness.score} of 100`],
    ...quietness.findings.map(({ id, what }): [string, string] => [`· ${id}`, what]),
    ['CPU', `${machine.cpuModel}, ${formatCounted(machine.logicalCpus, 'CPU')}, ${machine.arch}`],
    ['memory', formatBytes(machine.memoryBytes)],
    ['system', `${machine.os}, kernel ${machine.kernel}`],
    ['virtualised', machine.virtualization ?? 'not known'],
    ...Object.entries(run.tools).map(([name, version]): [string, string] => [name, version]),
    ...Object.entries(run.labels).map(([name, text]): [string, string] => [`label ${name}`, text]),
    ['coldbench', run.harnessVersion],
    ['seed', String(run.seed)],
  ];
}

/** What packaging and instrument cost by themselves, where the run measured it. */
function floorOf({ subjects }: RunSummary): string {
  const empty = coldSubjects(subjects).filter(
    ({ workload, coldStart }) => workload === FLOOR_WORKLOAD && coldStart,
  );
  const nameOf = subjectNames(empty);
  if (empty.length === 0) return `not measured (--workload ${FLOOR_WORKLOAD} beside another does)`;
  return listing(empty.map((one) => `${formatNs(one.coldStart?.medianNs.value ?? 0)} as ${nameOf(one)}`));
}

function endedBy({ stopReason, precision, merged }: RunSummary): string {
  if (merged) return `each of ${formatCounted(merged.parts.length, 'part')} by itself`;
  const asked = formatPercent(precision);
  if (stopReason === 'precision') return `precision: every median is known to within ${asked}`;
  if (stopReason === 'budget') return `the time budget, before every median was known to within ${asked}`;
  if (stopReason === 'blocks') return 'the number of blocks that was asked for';
  return stopReason ?? 'interruption';
}
