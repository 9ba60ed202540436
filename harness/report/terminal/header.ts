import { formatBytes, formatCounted, formatDuration, formatPercent } from '../format.ts';
import { workloadsOf } from '../subject-names.ts';
import type { RunSummary } from '../summary-types.ts';
import { listing, shorten, wrapItems, wrapText } from '../text.ts';
import type { Look } from './look.ts';

const LONGEST_NAME = 40;
/** Of a label or a part of the machine's description: longer ones are not what they say they are. */
const LONGEST_FACT = 80;

/** True when the run did not come to the end it was meant to have. */
const cutShort = ({ complete, stopReason }: RunSummary): boolean =>
  !complete || stopReason === 'interrupted' || stopReason === 'failed';

/** What was measured, how it ended, under which conditions. */
export function formatHeader(run: RunSummary, look: Look): string {
  const { colors, width } = look;
  const title = `coldbench ${run.harnessVersion}: ${whatWasMeasured(run)}`;
  const paint = cutShort(run) ? colors.red : run.stopReason === 'precision' ? colors.green : colors.yellow;
  const block = (text: string, style: (line: string) => string) => wrapText(text, width).map(style);
  return [
    ...block(title, colors.bold),
    ...block(howItEnded(run), paint),
    ...wrapItems(conditions(run), width).map(colors.dim),
    ...wrapItems(machine(run), width).map(colors.dim),
  ].join('\n');
}

function whatWasMeasured({ subjects, workloads }: RunSummary): string {
  const names = subjects.length > 0 ? workloadsOf(subjects) : workloads.map(({ workload }) => workload);
  const runners = [...new Set(subjects.map(({ runner }) => shorten(runner, LONGEST_NAME)))];
  const quoted = listing(names.map((name) => shorten(name, LONGEST_NAME)));
  return runners.length === 0 ? `${quoted}, no runner` : `cold starts of ${quoted} as ${listing(runners)}`;
}

function howItEnded(run: RunSummary): string {
  const { measured, warmup } = run.blocks;
  const blocks = `${formatCounted(measured, 'block')}${warmup > 0 ? ` (and ${warmup} to warm up)` : ''}`;
  const asked = formatPercent(run.precision);
  if (run.stopReason === 'failed') return `INCOMPLETE: stopped by a failure after ${blocks}.`;
  if (cutShort(run))
    return `INCOMPLETE: interrupted after ${blocks}; figures are of what was measured until then.`;
  if (run.merged)
    return `Merged from ${formatCounted(run.merged.parts.length, 'part')} of one plan, run on ${formatCounted(run.merged.machines, 'machine')}: ${blocks}.`;
  if (run.stopReason === 'precision')
    return `Precision reached after ${blocks}: every median is known to within ${asked}.`;
  if (run.stopReason === 'budget')
    return `Time budget ended after ${blocks}, before every median was known to within ${asked}.`;
  return `Ran the ${blocks} that were asked for.`;
}

function conditions({ measuringNs, insideTrials, seed, startedAt, labels }: RunSummary): string[] {
  const inside = insideTrials === null ? '' : `, ${formatPercent(insideTrials)} of it in trials`;
  return [
    ...(measuringNs === null ? [] : [`measured for ${formatDuration(measuringNs)}${inside}`]),
    `seed ${seed}`,
    startedAt.replace('T', ' ').replace(/(\.\d+)?Z$/, ' UTC'),
    ...Object.entries(labels).map(([key, value]) => shorten(`${key}=${value}`, LONGEST_FACT)),
  ];
}

function machine({ machine: facts }: RunSummary): string[] {
  const { cpuModel, arch, logicalCpus, availableCpus, memoryBytes, os, kernel, virtualization, emulated } =
    facts;
  const usable = availableCpus < logicalCpus ? ` (${availableCpus} usable)` : '';
  return [
    `${shorten(cpuModel, LONGEST_FACT)}, ${formatCounted(logicalCpus, 'CPU')}${usable}, ${arch}`,
    formatBytes(memoryBytes),
    shorten(`${os}, kernel ${kernel}`, LONGEST_FACT),
    ...(virtualization === null || virtualization === 'none'
      ? []
      : [shorten(`virtualised: ${virtualization}`, LONGEST_FACT)]),
    ...(emulated ? ['EMULATED: no figure of a real machine of this kind'] : []),
  ];
}
