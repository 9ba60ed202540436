import { formatCount, formatCounted, formatPercent } from './format.ts';
import type { NameOf } from './subject-names.ts';
import type { Estimate, RunSummary, SubjectSummary } from './summary-types.ts';
import { listing } from './text.ts';

/** Scaled MAD over median (a robust coefficient of variation) from which cold starts count as noisy. */
const NOISY = 0.1;
/** Makes the MAD of normal data their standard deviation: 1 / Φ⁻¹(3/4). */
const MAD_SCALE = 1.4826;

export interface QualityNote {
  readonly label: string;
  readonly text: string;
}

interface Named {
  readonly name: string;
  readonly subject: SubjectSummary;
  readonly cold: NonNullable<SubjectSummary['coldStart']>;
}

/** How far the figures of a run can be trusted; empty when there is nothing to say. */
export function qualityNotes(
  run: Pick<RunSummary, 'subjects' | 'precision' | 'blocks' | 'disturbances' | 'quietness'>,
  nameOf: NameOf,
): QualityNote[] {
  const { subjects, precision } = run;
  const measured = subjects.flatMap((subject) =>
    subject.coldStart ? [{ name: nameOf(subject), subject, cold: subject.coldStart }] : [],
  );
  return [
    ...surroundings(run),
    ...unprecise(measured, precision),
    ...withoutInterval(measured),
    ...noisy(measured),
    ...outliers(measured),
    ...skippedTrials(subjects, nameOf),
  ];
}

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

function unprecise(measured: readonly Named[], precision: number): QualityNote[] {
  const wide = measured.filter(({ cold }) => relativeHalfWidth(cold.medianNs) > precision);
  const items = wide.map(
    ({ name, cold }) => `${name} (within ${formatPercent(relativeHalfWidth(cold.medianNs))})`,
  );
  const more = Math.max(0, ...wide.map(({ cold }) => moreBlocks(cold.medianNs, precision)));
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

function withoutInterval(measured: readonly Named[]): QualityNote[] {
  const without = measured.filter(({ cold }) => cold.medianNs.interval === null);
  const reasons = new Map<string, string[]>();
  for (const { name, cold } of without) {
    const reason = cold.medianNs.note ?? `only ${formatCounted(cold.medianNs.n, 'trial')}`;
    reasons.set(reason, [...(reasons.get(reason) ?? []), name]);
  }
  return [...reasons].flatMap(([reason, names]) =>
    note('interval', names, (list) => `None for ${list}: ${reason}.`),
  );
}

function noisy(measured: readonly Named[]): QualityNote[] {
  const spreadOf = ({ cold }: Named) => (MAD_SCALE * cold.madNs) / cold.medianNs.value;
  const items = measured
    .filter((one) => spreadOf(one) > NOISY)
    .map((one) => `${one.name} (spread ${formatPercent(spreadOf(one))} of the median)`);
  return note(
    'noise',
    items,
    (list) => `Cold starts vary much for ${list}; a quieter machine gives firmer figures.`,
  );
}

function outliers(measured: readonly Named[]): QualityNote[] {
  const items = measured
    .filter(({ cold }) => cold.outliers > 0)
    .map(({ name, cold }) => `${name} (${formatCount(cold.outliers)} of ${formatCount(cold.medianNs.n)})`);
  return note('outliers', items, (list) => `Kept in every figure: ${list}.`);
}

function skippedTrials(subjects: readonly SubjectSummary[], nameOf: NameOf): QualityNote[] {
  const items = subjects
    .filter(({ trials }) => trials.skipped > 0)
    .map((subject) => `${nameOf(subject)} (${formatCounted(subject.trials.skipped, 'trial')})`);
  return note('skipped', items, (list) => `Not tried: ${list}.`);
}
