import { formatNs } from '../format.ts';
import type { ReportSubject, ReportWorkload } from '../report-data.ts';
import { tickNs, valueAxis } from './axes.ts';
import { type Chart, drawnSubjects } from './chart.ts';
import { curvesFrame, curvesHeight, pointTooltip } from './curves.ts';
import { percentile, percentilePlace } from './warm.ts';

const loadOf = ({ studies }: ReportWorkload, { summary }: ReportSubject) =>
  studies.load?.find(({ subject }) => subject === summary.subject) ?? null;

export const load: Chart = {
  name: 'load',
  title: 'Requests at a constant rate',
  caption:
    'The share of requests that were answered within so long, counted from when each was meant to be sent, so that a pause shows in every request that had to wait for it. Dashed: one call after the other on a warm guest, where a pause shows once.',
  has: (data) => data.subjects.some((subject) => (loadOf(data, subject)?.curve.shares.length ?? 0) > 1),
  height: ({ subjects }, width) => curvesHeight(subjects, width),
  option(data, view) {
    const { theme } = view;
    const drawn = drawnSubjects(data, view).filter(({ subject }) => loadOf(data, subject) !== null);
    return {
      ...curvesFrame(view, drawn),
      tooltip: pointTooltip(theme, ([at = 0, ns = 0]) => {
        const share = 100 * (1 - 10 ** -at);
        return `${share.toPrecision(4)}% within ${formatNs(ns)}`;
      }),
      xAxis: {
        ...valueAxis(theme, 'share of requests', percentile),
        interval: 1,
        min: 0,
        max: (extent: { max: number }) => Math.ceil(extent.max),
      },
      yAxis: { ...valueAxis(theme, '', tickNs), type: 'log' as const, logBase: 10 },
      series: drawn.flatMap(({ subject, color, symbol }) => {
        const curves = [loadOf(data, subject)?.curve, subject.warmCurve];
        return curves.map((curve, closed) => ({
          type: 'line' as const,
          name: subject.name,
          symbol: closed ? 'none' : symbol,
          symbolSize: 5,
          itemStyle: { color },
          lineStyle: {
            color,
            width: closed ? 1.2 : 2,
            type: closed ? ('dashed' as const) : ('solid' as const),
          },
          data: (curve?.shares ?? []).map((share, index) => [
            percentilePlace(share),
            curve?.ns[index] ?? null,
          ]),
        }));
      }),
    };
  },
};
