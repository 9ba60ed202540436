import type { Ns } from '../../model/units.ts';
import { formatNs } from '../format.ts';
import type { NameOf } from '../subject-names.ts';
import type { SubjectSummary } from '../summary-types.ts';
import { textWidth } from '../text.ts';
import type { Look } from './look.ts';

const LONGEST = 80;
export interface SparklineOptions {
  /** A line spans at least this part of its minimum: by default 0.25, so that noise of 1 % looks flat, not like a mountain range. */
  readonly leastSpan?: number;
  /** What stands for a group of neighbours; by default its slowest: an outlier must not disappear because the terminal is narrow. */
  readonly ofGroup?: (samples: readonly Ns[]) => Ns;
}

const LEAST_SPAN = 0.25;
const slowest = (samples: readonly Ns[]): Ns => Math.max(...samples);

/** One character per sample, or per group of neighbours when there are more samples than columns. */
export function sparkline(
  samples: readonly Ns[],
  width: number,
  levels: readonly string[],
  { leastSpan = LEAST_SPAN, ofGroup = slowest }: SparklineOptions = {},
): string {
  const points = grouped(samples, width, ofGroup);
  const low = Math.min(...points);
  const span = Math.max(Math.max(...points) - low, low * leastSpan, 1);
  const top = levels.length - 1;
  return points.map((point) => levels[Math.round(((point - low) / span) * top)] ?? '').join('');
}

function grouped(samples: readonly Ns[], width: number, ofGroup: (samples: readonly Ns[]) => Ns): Ns[] {
  const size = Math.max(1, Math.ceil(samples.length / width));
  return Array.from({ length: Math.ceil(samples.length / size) }, (_, index) =>
    ofGroup(samples.slice(index * size, (index + 1) * size)),
  );
}

/** Cold starts in block order: drift, steps and outliers show here. Empty when nothing has three samples. */
export function formatSparklines(all: readonly SubjectSummary[], nameOf: NameOf, look: Look): string {
  const rows = all.flatMap((subject) => {
    const { coldStart } = subject;
    if (!coldStart || coldStart.samplesNs.length < 3) return [];
    const range = `${formatNs(coldStart.minNs)} to ${formatNs(coldStart.maxNs)}`;
    return [{ name: nameOf(subject), samples: coldStart.samplesNs, range }];
  });
  if (rows.length === 0) return '';
  const nameWidth = Math.max(...rows.map(({ name }) => textWidth(name)));
  const room = look.width - nameWidth - Math.max(...rows.map(({ range }) => range.length)) - 4;
  const lines = rows.map(({ name, samples, range }) => {
    const line = sparkline(samples, Math.min(LONGEST, room), look.levels);
    return `${name}${' '.repeat(nameWidth - textWidth(name))}  ${line}  ${look.colors.dim(range)}`;
  });
  return [look.colors.bold('Cold starts in the order they ran'), ...lines].join('\n');
}
