import { pairSeries, type SubjectSeries } from '../model/series.ts';
import { hodgesLehmann, pairedOverhead } from '../stats/index.ts';
import type { ComparableSet } from './load.ts';
import type { Interval } from './row.ts';

interface RatioEstimate {
  readonly value: number;
  readonly interval: Interval | null;
}

/** A subject's cold start over that of `process` on the same machine, on both sides, and how the two relate. */
export interface RatioRow {
  readonly subject: string;
  readonly old: RatioEstimate;
  readonly new: RatioEstimate;
  /** New ratio over old ratio: 1.1 means that the packaging costs 10 % more, relative to `process`, on the new side. */
  readonly ratioOfRatios: RatioEstimate;
}

/** The overheads of every subject that both sides have beside its baseline. */
export function ratioRows(old: ComparableSet, fresh: ComparableSet): RatioRow[] {
  return [...old.subjects.keys()].flatMap((subject) => {
    const [a, b] = [blockRatios(old, subject), blockRatios(fresh, subject)];
    if (!a || !b) return [];
    // On the logarithms, where a ratio of ratios is a difference.
    const shift = hodgesLehmann(b.ratios.map(Math.log), a.ratios.map(Math.log));
    if (shift.estimate === null) return [];
    const interval = shift.interval && {
      low: Math.exp(shift.interval.low),
      high: Math.exp(shift.interval.high),
    };
    return [
      {
        subject,
        old: a.overhead,
        new: b.overhead,
        ratioOfRatios: { value: Math.exp(shift.estimate), interval },
      },
    ];
  });
}

function blockRatios(set: ComparableSet, id: string): { ratios: number[]; overhead: RatioEstimate } | null {
  const subject = set.subjects.get(id);
  const baseline = subject && baselineOf(set, subject);
  if (!baseline) return null;
  const { a, b } = pairSeries(subject.of('coldStart'), baseline.of('coldStart'));
  const { ratio } = pairedOverhead(a, b);
  if (ratio.estimate === null) return null;
  const ratios = a.map((value, index) => value / (b[index] ?? Number.NaN));
  return { ratios, overhead: { value: ratio.estimate, interval: ratio.interval } };
}

function baselineOf(set: ComparableSet, { subject }: SubjectSeries): SubjectSeries | undefined {
  if (subject.runner === 'process') return undefined;
  return [...set.subjects.values()].find(
    (other) => other.subject.workload === subject.workload && other.subject.runner === 'process',
  );
}
