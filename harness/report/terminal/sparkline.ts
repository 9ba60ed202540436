import type { Ns } from '../../model/units.ts';
import { formatNs } from '../format.ts';
import type { NameOf } from '../subject-names.ts';
import type { SubjectSummary } from '../summary-types.ts';
import { textWidth } from '../text.ts';
import type { Look } from './look.ts';

const LONGEST = 80;
/** A line spans at least this part of its minimum, so that noise of 1 % looks flat, not like a mountain range. */
const LEAST_SPAN = 0.25;

/** One character per sample, or per group of neighbours (its slowest) when there are more samples than columns. */
export function sparkline(samples: readonly Ns[], width: number, levels: readonly string[]): string {
  const points = grouped(samples, width);
  const low = Math.min(...points);
  const span = Math.max(Math.max(...points) - low, low * LEAST_SPAN, 1);
  const top = levels.length - 1;
  return points.map((point) => levels[Math.round(((point - low) / span) * top)] ?? '').join('');
}

/** The slowest of each group: an outlier must not disappear because the terminal is narrow. */
function grouped(samples: readonly Ns[], width: number): Ns[] {
  const size = Math.max(1, Math.ceil(samples.length / width));
  return Array.from({ length: Math.ceil(samples.length / size) }, (_, index) =>
    Math.max(...samples.slice(index * size, (index + 1) * size)),
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
