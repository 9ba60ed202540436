import pc from 'picocolors';
import { safeText, toAscii } from '../report/sanitize.ts';
import { textWidth, wrapText } from '../report/text.ts';
import type { DoctorItem, DoctorReport, DoctorSection, Status } from './doctor-report.ts';

/** What `terminalOptions()` finds out about a stream fits. */
export interface DoctorLook {
  readonly color: boolean;
  readonly width: number;
  /** False where the locale is not UTF-8: every character is then ASCII. */
  readonly unicode: boolean;
}

const UNICODE = { ok: '✔', warning: '▲', missing: '✖', info: '·', remedy: '→' };
const ASCII: typeof UNICODE = { ok: '+', warning: '!', missing: 'x', info: '-', remedy: '>' };

/** Narrower, a value would be a column of syllables; wider, the eye loses the line. */
const NARROWEST = 40;
const WIDEST = 120;
const LONGEST_TEXT = 1000;

/** The report for a terminal; ends with a newline. No meaning is carried by colour alone. */
export function formatDoctor(report: DoctorReport, look: DoctorLook): string {
  const pen = createPen(look);
  const parts = report.sections.map((section) => formatSection(section, pen));
  return `${[...parts, formatVerdict(report.measurable, pen)].join('\n\n')}\n`;
}

type Pen = ReturnType<typeof createPen>;

function createPen({ color, width, unicode }: DoctorLook) {
  const colors = pc.createColors(color);
  const clean = (text: string): string => safeText(text, LONGEST_TEXT);
  return {
    colors,
    symbols: unicode ? UNICODE : ASCII,
    paints: {
      ok: colors.green,
      warning: colors.yellow,
      missing: colors.red,
      info: colors.dim,
    } satisfies Record<Status, unknown>,
    width: Math.min(WIDEST, Math.max(NARROWEST, width)),
    /** Probes quote what other programs say: without control characters here, and in ASCII if need be. */
    clean: unicode ? clean : (text: string): string => toAscii(clean(text)),
  };
}

function formatSection({ title, items }: DoctorSection, pen: Pen): string {
  const labelWidth = Math.max(...items.map(({ label }) => textWidth(label)));
  return [pen.colors.bold(title), ...items.flatMap((item) => formatItem(item, labelWidth, pen))].join('\n');
}

/** A symbol, the label, the value beside it, and under the value its remedy. */
function formatItem({ label, status, value, remedy }: DoctorItem, labelWidth: number, pen: Pen): string[] {
  const room = pen.width - labelWidth - '  ✔ '.length - 2;
  const advice = remedy === null ? [] : wrapText(pen.clean(remedy), room - 2);
  const lines = [
    ...wrapText(pen.clean(value), room),
    ...advice.map((line, index) => pen.colors.cyan(`${index === 0 ? pen.symbols.remedy : ' '} ${line}`)),
  ];
  return lines.map((line, index) => {
    const [symbol, name] = index === 0 ? [pen.paints[status](pen.symbols[status]), label] : [' ', ''];
    return `  ${symbol} ${name.padEnd(labelWidth)}  ${line}`;
  });
}

function formatVerdict(measurable: boolean, { colors, width }: Pen): string {
  const text = measurable
    ? 'coldbench can measure here.'
    : 'coldbench cannot measure here: see above what is missing.';
  const lines = wrapText(text, width).map(colors.bold);
  return (measurable ? lines : lines.map(colors.red)).join('\n');
}
