import { distinct } from '../report/distinct.ts';
import { safeText } from '../report/sanitize.ts';
import { summarizeFile } from '../report/summary.ts';
import type { Estimate, SubjectSummary } from '../report/summary-types.ts';

/** A summarised figure of one subject; times in ns, sizes in bytes. */
export interface Figure {
  /** Harmless, short, and no other subject's. */
  readonly subject: string;
  readonly metric: 'cold-start' | 'warm-p50' | 'memory-rss' | 'artifact-size';
  readonly unit: 'ns' | 'bytes';
  readonly value: number;
  /** 95 %; null where there is none. */
  readonly interval: { readonly low: number; readonly high: number } | null;
  readonly n: number | null;
}

/** Columns; with every sign of the widest kind in UTF-8 and two marks on each it stays within Bencher's 1,024 bytes. */
const LONGEST_SUBJECT = 80;

/** What services that track a few numbers a run are given: absent figures are absent, never 0. */
export async function readFigures(path: string): Promise<Figure[]> {
  const { subjects } = await summarizeFile(path);
  const names = distinct(subjects.map(({ subject }) => safeText(subject, LONGEST_SUBJECT) || '?'));
  return subjects.flatMap((subject, index) => figuresOf({ ...subject, subject: names[index] ?? '?' }));
}

function figuresOf({ subject, coldStart, warm, memory, artifactBytes }: SubjectSummary): Figure[] {
  const estimated = (
    metric: Figure['metric'],
    unit: Figure['unit'],
    estimate: Estimate | null | undefined,
  ): Figure[] =>
    estimate
      ? [{ subject, metric, unit, value: estimate.value, interval: estimate.interval, n: estimate.n }]
      : [];
  const size: Figure[] =
    artifactBytes === null
      ? []
      : [{ subject, metric: 'artifact-size', unit: 'bytes', value: artifactBytes, interval: null, n: null }];
  return [
    ...estimated('cold-start', 'ns', coldStart?.medianNs),
    ...estimated('warm-p50', 'ns', warm?.p50Ns),
    ...estimated('memory-rss', 'bytes', memory?.rssBytes),
    ...size,
  ];
}
