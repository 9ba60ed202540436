import { PHASES } from '../../model/phases.ts';
import { alignDecimals, columnDigits, columnUnit } from '../column-scale.ts';
import { formatNs, NS_UNITS } from '../format.ts';
import type { NameOf } from '../subject-names.ts';
import type { PhaseSummary, SubjectSummary } from '../summary-types.ts';
import { textWidth, wrapText } from '../text.ts';
import { type Look, paintShare } from './look.ts';
import { type Column, foldColumns, renderTable } from './table.ts';

const LONGEST_BAR = 72;
const NOTE = 'Medians of each phase; they need not add up to the median of the whole.';

const sumOf = (phases: readonly PhaseSummary[]): number =>
  phases.reduce((sum, phase) => sum + phase.medianNs, 0);

/** Ends are rounded, not lengths, so that a bar is as long as its sum asks for. */
function bar(phases: readonly PhaseSummary[], nsPerCell: number, look: Look): string {
  let sumNs = 0;
  const parts = phases.map((phase) => {
    const start = Math.round(sumNs / nsPerCell);
    sumNs += phase.medianNs;
    return paintShare(
      look.fillOf(phase.until).repeat(Math.round(sumNs / nsPerCell) - start),
      phase.share,
      look,
    );
  });
  return parts.join('');
}

/** One stacked bar per subject, all on the scale of the slowest one. */
function bars(subjects: readonly SubjectSummary[], nameOf: NameOf, look: Look): string {
  const totals = subjects.map(({ coldStart }) => (coldStart ? formatNs(coldStart.medianNs.value) : ''));
  const nameWidth = Math.max(...subjects.map((subject) => textWidth(nameOf(subject))));
  const room = look.width - nameWidth - Math.max(...totals.map(textWidth)) - 4;
  const nsPerCell = Math.max(...subjects.map(({ phases }) => sumOf(phases))) / Math.min(LONGEST_BAR, room);
  const lines = subjects.map((subject, row) => {
    const name = nameOf(subject) + ' '.repeat(nameWidth - textWidth(nameOf(subject)));
    return `${name}  ${bar(subject.phases, nsPerCell, look)}  ${look.colors.dim(totals[row] ?? '')}`;
  });
  return lines.join('\n');
}

/** The legend of the bars, with the median of each phase: one row per phase, one column per subject. */
function phaseTable(subjects: readonly SubjectSummary[], nameOf: NameOf, look: Look): string {
  const shown = PHASES.filter(({ until }) =>
    subjects.some((subject) => medianOf(subject, until) !== undefined),
  );
  const key: Column = {
    head: 'phase',
    align: 'left',
    cells: shown.map(
      ({ until, label, share }) => `${paintShare(look.fillOf(until).repeat(2), share, look)} ${label}`,
    ),
  };
  const medians = subjects.flatMap(({ phases }) => phases.map((phase) => phase.medianNs));
  const unit = columnUnit([Math.max(...medians)], NS_UNITS);
  const columns = subjects.map((subject): Column => {
    const texts = shown.map(({ until }) => medianOf(subject, until));
    const cells = alignDecimals(
      texts.map((ns) => (ns === undefined ? '–' : fewDecimals(columnDigits(ns, unit)))),
    );
    return { head: `${nameOf(subject)}\n${unit.name}`, align: 'right', cells };
  });
  const tables = foldColumns(key, columns, look.width);
  return tables.map((folded) => renderTable([key, ...folded], look)).join('\n\n');
}

const medianOf = ({ phases }: SubjectSummary, until: PhaseSummary['until']): number | undefined =>
  phases.find((phase) => phase.until === until)?.medianNs;

/** Small phases next to large ones: two decimals say enough, and none is shown as if it took no time at all. */
function fewDecimals(digits: string): string {
  const value = Number(digits);
  if (value !== 0 && Math.abs(value) < 0.005) return '<0.01';
  return /\.\d{3,}/.test(digits) ? value.toFixed(2) : digits;
}

/** Where the time of a cold start goes; empty when no subject has phases. What a translator ran has no bar beside real ones. */
export function formatPhases(all: readonly SubjectSummary[], nameOf: NameOf, look: Look): string {
  const subjects = all.filter(({ coldStart, phases }) => coldStart !== null && sumOf(phases) > 0);
  if (subjects.length === 0) return '';
  const heading = look.colors.bold('Where the time of a cold start goes');
  const notes = wrapText(NOTE, look.width).map(look.colors.dim);
  const real = subjects.filter(({ emulated }) => emulated === null);
  const drawn = bars(real.length > 0 ? real : subjects, nameOf, look);
  return [heading, drawn, '', phaseTable(subjects, nameOf, look), ...notes].join('\n');
}
