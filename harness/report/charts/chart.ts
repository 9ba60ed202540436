import type { EChartsOption } from 'echarts';
import type { ReportSubject, ReportWorkload } from '../report-data.ts';

/** What a chart is drawn in. */
export interface Theme {
  readonly ink: string;
  /** Of axes and secondary text; still 4.5 to 1 against the paper. */
  readonly faint: string;
  readonly grid: string;
  readonly paper: string;
  /** One a subject, with a symbol each: colour is never the only difference. */
  readonly colors: readonly string[];
  readonly shares: Readonly<Record<'platform' | 'runtime' | 'workload', string>>;
  readonly shade: string;
  readonly verdicts: Readonly<Record<'faster' | 'slower' | 'same' | 'inconclusive', string>>;
}

/** What a reader has chosen, and how much room there is. */
export interface View {
  readonly theme: Theme;
  /** Pixels. */
  readonly width: number;
  /** Names of the subjects that are hidden. */
  readonly hidden: ReadonlySet<string>;
  /** `ecdf`: the other way to draw every trial. */
  readonly mode: string | null;
}

/** A way to draw one workload of a run. */
export interface Chart {
  readonly name: string;
  readonly title: string;
  /** How to read it. */
  readonly caption: string;
  /** Other ways to draw it, the default first. */
  readonly modes?: readonly { readonly name: string; readonly label: string }[];
  /** Pixels, of a chart so many pixels wide: a narrow one needs more lines for its legend. */
  height(data: ReportWorkload, width: number): number;
  /** False when the file has nothing to draw. */
  has(data: ReportWorkload): boolean;
  option(data: ReportWorkload, view: View): EChartsOption;
}

/** A subject and what it is drawn with, which does not depend on who is hidden. */
export interface Drawn {
  readonly subject: ReportSubject;
  readonly color: string;
  readonly symbol: string;
}

const SYMBOLS = ['circle', 'rect', 'triangle', 'diamond', 'roundRect', 'arrow'] as const;

export function drawnSubjects({ subjects }: ReportWorkload, { theme, hidden }: View): Drawn[] {
  return subjects
    .map((subject, index) => ({
      subject,
      color: theme.colors[index % theme.colors.length] ?? theme.ink,
      symbol: SYMBOLS[index % SYMBOLS.length] ?? 'circle',
    }))
    .filter(({ subject }) => !hidden.has(subject.name));
}

/** Names beside an axis take a third of the width at most. */
export const nameWidth = (names: readonly string[], width: number): number =>
  Math.min(Math.max(30, ...names.map((name) => name.length * 7.2)), Math.max(60, width / 3.2));

export const ROW_HEIGHT = 30;
export const rowsHeight = (rows: number): number => 70 + rows * ROW_HEIGHT;
