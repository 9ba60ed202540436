import { formatNs } from '../format.ts';
import { tickNs, valueAxis } from './axes.ts';
import { type Chart, drawnSubjects } from './chart.ts';
import { curvesFrame, curvesHeight, pointTooltip } from './curves.ts';

/** Where a share of calls lies on the axis of percentile plots: 0 is 0 %, 1 is 90 %, 2 is 99 %, 3 is 99.9 %. */
export const percentilePlace = (share: number): number => Math.log10(1 / (1 - share));
export const percentile = (at: number): string =>
  Number.isInteger(at) ? `${Number((100 * (1 - 10 ** -at)).toFixed(Math.max(0, at - 2)))}%` : '';

export const warm: Chart = {
  name: 'warm',
  title: 'Warm calls',
  caption:
    'How long a call takes once the guest is warm, over HTTP on one connection, all trials together: the share of calls that took no longer, on a scale that spreads the slowest ones out.',
  has: ({ subjects }) => subjects.some(({ warmCurve }) => warmCurve.shares.length > 1),
  height: ({ subjects }, width) => curvesHeight(subjects, width),
  option(data, view) {
    const { theme } = view;
    const drawn = drawnSubjects(data, view).filter(({ subject }) => subject.warmCurve.shares.length > 1);
    return {
      ...curvesFrame(view, drawn),
      tooltip: pointTooltip(theme, ([at = 0, ns = 0]) => {
        const share = 100 * (1 - 10 ** -at);
        return `${share.toPrecision(4)}% within ${formatNs(ns)}`;
      }),
      xAxis: {
        ...valueAxis(theme, 'share of calls', percentile),
        interval: 1,
        min: 0,
        max: (extent: { max: number }) => Math.ceil(extent.max),
      },
      yAxis: { ...valueAxis(theme, '', tickNs), type: 'log' as const, logBase: 10 },
      series: drawn.map(({ subject, color, symbol }) => ({
        type: 'line' as const,
        name: subject.name,
        symbol,
        symbolSize: 5,
        itemStyle: { color },
        lineStyle: { color, width: 2 },
        data: subject.warmCurve.shares.map((share, index) => [
          percentilePlace(share),
          subject.warmCurve.ns[index] ?? null,
        ]),
      })),
    };
  },
};
