import { ColdbenchError, UsageError } from '../model/errors.ts';
import { formatCount } from '../report/format.ts';
import { safeText } from '../report/sanitize.ts';
import type { Series, SeriesKey } from './series.ts';
import { groupBy } from './store/group.ts';

/** One figure of one subject, on every machine class that measured it. */
export interface ChosenSeries {
  readonly key: SeriesKey;
  /** One a machine class, in the order of their first points. */
  readonly segments: readonly Series[];
  /** The same subject with another input or answer, which came before: not the same series. */
  readonly otherWork: readonly { readonly work: string; readonly points: number; readonly until: string }[];
}

const MOST_NAMED = 10;

/**
 * The one series that is meant. Where only the work differs, the newest work is.
 * @throws UsageError `SEVERAL_SERIES`, which names them; ColdbenchError `NO_SERIES`.
 */
export function chooseSeries(found: readonly Series[], asked: { readonly metric: string }): ChosenSeries {
  const subjects = groupBy(found, ({ key }) => subjectOf(key));
  const [only, ...others] = subjects.values();
  if (!only)
    throw new ColdbenchError('NO_SERIES', `No run has such figures of ${asked.metric}.`, {
      remedy: '`coldbench history list` shows what there is; each filter must hold.',
    });
  if (others.length > 0) throw severalSeries([...subjects.keys()]);
  const works = [...groupBy(only, ({ key }) => key.work).values()].sort((a, b) =>
    endOf(a) < endOf(b) ? 1 : -1,
  );
  const [segments = [], ...earlier] = works;
  const [first] = segments;
  if (!first) throw new Error('a group has no series');
  return {
    key: first.key,
    segments: [...segments].sort((a, b) => (beginOf(a) < beginOf(b) ? -1 : 1)),
    otherWork: earlier.map(summaryOf),
  };
}

const subjectOf = ({ workload, runner, variant, condition }: SeriesKey): string =>
  [
    `--workload ${JSON.stringify(workload)}`,
    `--runner ${runner}`,
    `--variant ${JSON.stringify(variant)}`,
    ...(condition === 'cold' ? [] : [`(${condition})`]),
  ].join(' ');

/** Instants of one form, ISO 8601 in UTC, which sort as text. */
const beginOf = ({ points }: Series): string => points[0]?.startedAt ?? '';
const endOf = (group: readonly Series[]): string =>
  group
    .map(({ points }) => points.at(-1)?.startedAt ?? '')
    .sort()
    .at(-1) ?? '';

const summaryOf = (group: readonly Series[]) => ({
  work: group[0]?.key.work ?? '',
  points: group.reduce((sum, { points }) => sum + points.length, 0),
  until: endOf(group),
});

function severalSeries(subjects: readonly string[]): UsageError {
  const named = subjects.slice(0, MOST_NAMED).map((subject) => `  ${safeText(subject)}`);
  const more = subjects.length > MOST_NAMED ? [`  and ${subjects.length - MOST_NAMED} more`] : [];
  return new UsageError('SEVERAL_SERIES', `There are ${formatCount(subjects.length)} such series.`, {
    remedy: ['Say which one is meant:', ...named, ...more].join('\n'),
  });
}
