import { formatCount, formatCounted, formatPercent } from './format.ts';
import { coldSubjects } from './ladder.ts';
import { mergedNotes } from './merged-notes.ts';
import type { NameOf } from './subject-names.ts';
import type { Estimate, RunSummary, SubjectSummary, TimesSummary } from './summary-types.ts';
import { listing } from './text.ts';

/** Scaled MAD over median (a robust coefficient of variation) from which cold starts count as noisy. */
const NOISY = 0.1;
/** Makes the MAD of normal data their standard deviation: 1 / Φ⁻¹(3/4). */
const MAD_SCALE = 1.4826;

export interface QualityNote {
  readonly label: string;
  readonly text: string;
}

/** Times, and what a reader calls what took them. */
export interface NamedTimes {
  readonly name: string;
  readonly times: TimesSummary;
}

/** How far the figures of a run can be trusted; empty when there is nothing to say. */
export function qualityNotes(
  run: Pick<RunSummary, 'subjects' | 'precision' | 'blocks' | 'disturbances' | 'quietness' | 'merged'>,
  nameOf: NameOf,
): QualityNote[] {
  const { subjects, precision } = run;
  const measured = coldSubjects(subjects).flatMap((subject) =>
    subject.coldStart ? [{ name: nameOf(subject), times: subject.coldStart }] : [],
  );
  return [
    ...mergedNotes(run, nameOf),
    ...surroundings(run),
    ...unprecise(measured, precision),
    ...spreadNotes(measured, 'Cold starts'),
    ...skippedTrials(subjects, nameOf),
  ];
}

/** How far apart times lie; `what` they are begins a sentence. */
export const spreadNotes = (measured: readonly NamedTimes[], what: string): QualityNote[] => [
  ...withoutInterval(measured),
  ...noisy(measured, what),
  ...outliers(measured),
];

/** Above this score a run's surroundings are not worth a sentence. */
const QUIET = 80;

function surroundings({
  blocks,
  disturbances,
  quietness: { score, findings },
}: Pick<RunSummary, 'blocks' | 'disturbances' | 'quietness'>): QualityNote[] {
  const [gravest] = findings;
  const kinds = Object.entries(disturbances).map(([id, count]) => `${id} ${formatCount(count)}`);
  return [
    ...(score < QUIET && gravest
      ? [{ label: 'quietness', text: `${score} of 100 before the run. ${gravest.what}` }]
      : []),
    ...(blocks.disturbed > 0
      ? [
          {
            label: 'disturbed',
            text: `${formatCounted(blocks.disturbed, 'block')} of ${formatCount(blocks.measured)} (${listing(kinds)}), kept in every figure; --strict runs such blocks again.`,
          },
        ]
      : []),
    ...(blocks.discarded > 0
      ? [
          {
            label: 'discarded',
            text: `${formatCounted(blocks.discarded, 'disturbed block')}, run again by --strict; in no figure.`,
          },
        ]
      : []),
  ];
}

const note = (label: string, items: readonly string[], text: (list: string) => string): QualityNote[] =>
  items.length === 0 ? [] : [{ label, text: text(listing(items)) }];

/** Half the interval's width, as a part of the median. */
const relativeHalfWidth = ({ value, interval }: Estimate): number =>
  interval ? (interval.high - interval.low) / 2 / value : 0;

function unprecise(measured: readonly NamedTimes[], precision: number): QualityNote[] {
  const wide = measured.filter(({ times }) => relativeHalfWidth(times.medianNs) > precision);
  const items = wide.map(
    ({ name, times }) => `${name} (within ${formatPercent(relativeHalfWidth(times.medianNs))})`,
  );
  const more = Math.max(0, ...wide.map(({ times }) => moreBlocks(times.medianNs, precision)));
  return note(
    'precision',
    items,
    (list) =>
      `The asked ${formatPercent(precision)} was not reached for ${list}. It would take about ${formatCounted(more, 'more block')} (--blocks or --budget).`,
  );
}

/** An interval narrows with the square root of the number of blocks; rounded up to two digits, since it is a guess. */
function moreBlocks(median: Estimate, precision: number): number {
  const more = median.n * ((relativeHalfWidth(median) / precision) ** 2 - 1);
  const step = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, more))) - 1);
  return Math.ceil(more / step) * step;
}

function withoutInterval(measured: readonly NamedTimes[]): QualityNote[] {
  const without = measured.filter(({ times }) => times.medianNs.interval === null);
  const reasons = new Map<string, string[]>();
  for (const { name, times } of without) {
    const reason = times.medianNs.note ?? `only ${formatCounted(times.medianNs.n, 'trial')}`;
    reasons.set(reason, [...(reasons.get(reason) ?? []), name]);
  }
  return [...reasons].flatMap(([reason, names]) =>
    note('interval', names, (list) => `None for ${list}: ${reason}.`),
  );
}

function noisy(measured: readonly NamedTimes[], what: string): QualityNote[] {
  const spreadOf = ({ times }: NamedTimes) => (MAD_SCALE * times.madNs) / times.medianNs.value;
  const items = measured
    .filter((one) => one.times.medianNs.value > 0 && spreadOf(one) > NOISY)
    .map((one) => `${one.name} (spread ${formatPercent(spreadOf(one))} of the median)`);
  return note(
    'noise',
    items,
    (list) => `${what} vary much for ${list}; a quieter machine gives firmer figures.`,
  );
}

function outliers(measured: readonly NamedTimes[]): QualityNote[] {
  const items = measured
    .filter(({ times }) => times.outliers > 0)
    .map(({ name, times }) => `${name} (${formatCount(times.outliers)} of ${formatCount(times.medianNs.n)})`);
  return note('outliers', items, (list) => `Kept in every figure: ${list}.`);
}

function skippedTrials(subjects: readonly SubjectSummary[], nameOf: NameOf): QualityNote[] {
  const items = subjects
    .filter(({ trials, noSuchStart }) => trials.skipped > 0 && noSuchStart === null)
    .map((subject) => `${nameOf(subject)} (${formatCounted(subject.trials.skipped, 'trial')})`);
  return note('skipped', items, (list) => `Not tried: ${list}.`);
}
