import { formatInterval, formatNs } from '../format.ts';
import { type LadderRow, type LadderStep, ladderOf, missingByReason } from '../ladder.ts';
import type { NameOf } from '../subject-names.ts';
import type { Estimate, SubjectSummary } from '../summary-types.ts';
import { listing, shorten, textWidth, wrapText } from '../text.ts';
import type { Look } from './look.ts';

const LONGEST_BAR = 48;
const SHORTEST_BAR = 8;
const HEADING = 'Warmth: median time to the first answer, the warmer the start the lower';
const NOTE =
  'Bars are logarithmic: half as long is not half the time. warm is the p50 of a call to a guest that has answered before.';

/** A bar for each rung of each packaging; empty when nothing was started otherwise than cold. */
export function formatLadder(subjects: readonly SubjectSummary[], nameOf: NameOf, look: Look): string {
  const rows = ladderOf(subjects).filter(({ steps }) => steps.length > 0);
  if (rows.length === 0) return '';
  const named = rows.map((row) => ({ ...row, name: nameOf(row.cold) }));
  const missing = missingByReason(named).map(({ reason, where }) =>
    shorten(`No ${listing(where)}: ${reason}.`, look.width),
  );
  return [
    look.colors.bold(shorten(HEADING, look.width)),
    ...ladders(named, look),
    ...wrapText(NOTE, look.width).map(look.colors.dim),
    ...missing.map(look.colors.dim),
  ].join('\n');
}

function ladders(rows: readonly (LadderRow & { readonly name: string })[], look: Look): string[] {
  const steps = rows.flatMap((row) => row.steps);
  const nameWidth = Math.max(...rows.map(({ name }) => textWidth(name)));
  const rungWidth = Math.max(...steps.map(({ rung }) => rung.length));
  const figureWidth = Math.max(...steps.map(({ medianNs }) => textWidth(figure(medianNs))));
  const room = Math.max(SHORTEST_BAR, look.width - nameWidth - rungWidth - figureWidth - 6);
  const lengthOf = logarithmic(
    steps.map(({ medianNs }) => medianNs.value),
    Math.min(LONGEST_BAR, room),
  );
  const line = (name: string, { rung, medianNs }: LadderStep): string => {
    const bar = look.levels.at(-1)?.repeat(lengthOf(medianNs.value)) ?? '';
    return `${pad(name, nameWidth)}  ${pad(rung, rungWidth)}  ${look.colors.cyan(bar)}  ${figure(medianNs)}`;
  };
  return rows.flatMap(({ name, steps }) => steps.map((step, place) => line(place === 0 ? name : '', step)));
}

const pad = (text: string, width: number): string => text + ' '.repeat(width - textWidth(text));

/** The shortest bar is of the power of ten below the smallest value, so that no bar is nothing. */
function logarithmic(values: readonly number[], longest: number): (value: number) => number {
  const known = values.filter((value) => value > 0);
  const from = Math.floor(Math.log10(Math.min(...known)) - 0.01);
  const span = Math.log10(Math.max(...known)) - from;
  return (value) =>
    value > 0 && span > 0 ? Math.max(1, Math.round(((Math.log10(value) - from) / span) * longest)) : 1;
}

const figure = ({ value, interval, n }: Estimate): string =>
  `${formatNs(value)} ${interval ? formatInterval(interval) : `(n=${n})`}`;
