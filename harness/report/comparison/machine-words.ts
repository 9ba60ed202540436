import { type KernelRatio, labelOfKernel } from '../../compare/calibration.ts';
import type { Interval } from '../../compare/change.ts';
import type { Comparison, SubjectComparison } from '../../compare/comparison.ts';
import type { WorkloadProof } from '../../compare/machines.ts';
import type { RatioEstimate, RatioRow } from '../../compare/ratios.ts';
import { formatBytes, ratioDigits } from '../format.ts';
import type { Paragraph } from '../terminal/paragraphs.ts';
import { listing, shorten } from '../text.ts';
import type { NameComparison } from './names.ts';

const DIGEST_DIGITS = 12;
const LONGEST_WORKLOAD = 24;

/** '1.42x [1.40, 1.45]' */
export const ratioWithEnds = (value: number, interval: Interval | null): string =>
  `${ratioDigits(value)}x${interval ? ` [${ratioDigits(interval.low)}, ${ratioDigits(interval.high)}]` : ''}`;

/**
 * What the absolute figures of two machines mean, subject by subject: never how much faster a machine is without how
 * much faster it is at fixed work, and how much of it is left when each packaging is held against its own machine.
 */
export function machineWords(comparison: Comparison, nameOf: NameComparison): Paragraph[] {
  return comparison.subjects.flatMap((subject) => {
    const text = [coldSentence(comparison, subject), relativeSentence(comparison, subject)]
      .filter((sentence) => sentence !== '')
      .join(' ');
    return text === '' ? [] : [{ label: nameOf(subject), text }];
  });
}

function coldSentence({ machines }: Comparison, { rows }: SubjectComparison): string {
  const cold = rows.find(({ metric }) => metric.name === 'coldStart')?.statistics;
  if (!cold || cold.ratio === null) return '';
  const figure = `On the new machine a cold start takes ${ratioWithEnds(cold.ratio, cold.ratioInterval)} as long`;
  const kernels = machines?.calibration.kernels ?? [];
  if (kernels.length === 0)
    return `${figure}; how much of that is the machine nobody can tell, since not both were calibrated.`;
  return `${figure}. ${besideKernels({ value: cold.ratio, interval: cold.ratioInterval }, kernels)}`;
}

/** Whether a ratio lies among those of the kernels, by what is known of both. */
export function besideKernels({ value, interval }: RatioEstimate, kernels: readonly KernelRatio[]): string {
  const sorted = kernels.toSorted((a, b) => a.ratio - b.ratio);
  const [least, most] = [sorted[0], sorted.at(-1)];
  if (!least || !most) return '';
  const named = (kernel: KernelRatio): string =>
    `${ratioDigits(kernel.ratio)}x (${labelOfKernel(kernel.kernel)})`;
  const span =
    least === most
      ? `fixed work takes ${named(least)}`
      : `fixed work takes from ${named(least)} to ${named(most)}`;
  if ((interval?.low ?? value) > (most.ratioInterval?.high ?? most.ratio))
    return `That is more than any fixed work does: ${span}. The machine's speed at it alone does not explain it.`;
  if ((interval?.high ?? value) < (least.ratioInterval?.low ?? least.ratio))
    return `That is less than any fixed work does: ${span}. The machine's speed at it alone does not explain it.`;
  return `That is within what the machines themselves differ by: ${span}. It says nothing of the packaging.`;
}

function relativeSentence({ ratios }: Comparison, { subject }: SubjectComparison): string {
  const found = ratios.find((row) => row.subject === subject);
  return found ? relativeText(found) : '';
}

/** What is left when each machine is its own measure. */
function relativeText({ ratioOfRatios: { value, interval } }: RatioRow): string {
  const figure = `Relative to a plain process on its own machine it costs ${ratioWithEnds(value, interval)}`;
  if (interval === null) return `${figure}: too few blocks to tell.`;
  if (interval.low <= 1 && interval.high >= 1) return `${figure}: no difference was found.`;
  return `${figure}: ${value > 1 ? 'more' : 'less'} than on the old machine.`;
}

/** Whether both sides did the same work and ran the same bytes. */
export function likenessWords({ machines, old, new: fresh, subjects }: Comparison, nameOf: NameComparison) {
  if (!machines) return [];
  const work = machines.workloads.map((proof) => ({
    label: shorten(proof.workload, LONGEST_WORKLOAD),
    text: proofText(proof),
  }));
  const artifacts = machines.artifacts.map((pair): Paragraph => {
    const subject = subjects.find((one) => one.subject === pair.subject);
    const label = subject ? nameOf(subject) : pair.subject;
    return { label, text: artifactText(pair, old.arch !== fresh.arch) };
  });
  return [...work, ...artifacts];
}

function proofText({ event, answer, handler, ...digests }: WorkloadProof): string {
  const parts = [
    ['event', event, digests.inputSha256],
    ['answer', answer, digests.outputSha256],
    ['handler', handler, digests.handlerSha256],
  ] as const;
  const of = (wanted: WorkloadProof['event']): string[] =>
    parts
      .filter(([, alike]) => alike === wanted)
      .map(([what, , digest]) => (digest ? `${what} (${digest.slice(0, DIGEST_DIGITS)})` : what));
  const [same, differs, unknown] = [of('same'), of('differs'), of('unknown')];
  return [
    ...(same.length > 0 ? [`Same ${listing(same)}.`] : []),
    ...(differs.length > 0 ? [`Another ${listing(differs)}: not the same code was measured.`] : []),
    ...(unknown.length > 0 ? [`Not proven: ${listing(unknown)}, which a file does not tell.`] : []),
  ].join(' ');
}

type Pair = NonNullable<Comparison['machines']>['artifacts'][number];

function artifactText({ same, old, new: fresh }: Pair, twoArchitectures: boolean): string {
  if (!old || !fresh) return 'A file does not tell its artifact.';
  if (same) return `The same bytes on both: ${sideText(old, false)}.`;
  return `Other bytes: ${sideText(old, twoArchitectures)}, and ${sideText(fresh, twoArchitectures)}.`;
}

const sideText = ({ sha256, sizeBytes, arch }: NonNullable<Pair['old']>, withArchitecture: boolean): string =>
  `${withArchitecture ? `${arch} ` : ''}${sha256.slice(0, DIGEST_DIGITS)} (${formatBytes(sizeBytes)})`;
