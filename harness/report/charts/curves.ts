import type { ReportSubject } from '../report-data.ts';
import { base, legend, legendHeight, tooltip } from './axes.ts';
import type { Drawn, Theme, View } from './chart.ts';

/** Parts of an ECharts option that the charts with a line a subject share. */
export const curvesHeight = (subjects: readonly ReportSubject[], width: number): number =>
  300 +
  legendHeight(
    width,
    subjects.map(({ name }) => name),
  );

export function curvesFrame(view: View, drawn: readonly Drawn[]) {
  const names = legend(
    view,
    drawn.map(({ subject }) => subject.name),
  );
  return {
    ...base(view),
    legend: names.option,
    grid: { left: 64, right: 24, top: names.height + 12, bottom: 46 },
  };
}

/** The name of the subject, and below it what `text` makes of the point. */
export const pointTooltip = (theme: Theme, text: (value: readonly number[]) => string) => ({
  ...tooltip(theme),
  formatter: (params: object): string => {
    const { seriesName, value } = params as { seriesName?: string; value?: number[] };
    return value ? `${seriesName}\n${text(value)}` : '';
  },
});
