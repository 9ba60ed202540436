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
  { subjects, precision }: Pick<RunSummary, 'subjects' | 'precision'>,
  nameOf: NameOf,
): QualityNote[] {
  const measured = subjects.flatMap((subject) =>
    subject.coldStart ? [{ name: nameOf(subject), subject, cold: subject.coldStart }] : [],
  );
  return [
    ...unprecise(measured, precision),
    ...withoutInterval(measured),
    ...noisy(measured),
    ...outliers(measured),
    ...skippedTrials(subjects, nameOf),
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
  return note(
    'precision',
    items,
    (list) => `The asked ${formatPercent(precision)} was not reached for ${list}. More blocks narrow it.`,
  );
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
