import { formatNs } from '../format.ts';
import { base, legend, legendHeight, tickNs, tooltip, valueAxis } from './axes.ts';
import { type Chart, drawnSubjects } from './chart.ts';

/** Where a share of calls lies on the axis of percentile plots: 0 is 0 %, 1 is 90 %, 2 is 99 %, 3 is 99.9 %. */
const place = (share: number): number => Math.log10(1 / (1 - share));
const percentile = (at: number): string =>
  Number.isInteger(at) ? `${Number((100 * (1 - 10 ** -at)).toFixed(Math.max(0, at - 2)))}%` : '';

export const warm: Chart = {
  name: 'warm',
  title: 'Warm calls',
  caption:
    'How long a call takes once the guest is warm, over HTTP on one connection, all trials together: the share of calls that took no longer, on a scale that spreads the slowest ones out.',
  has: ({ subjects }) => subjects.some(({ warmCurve }) => warmCurve.shares.length > 1),
  height: ({ subjects }, width) =>
    300 +
    legendHeight(
      width,
      subjects.map(({ name }) => name),
    ),
  option(data, view) {
    const { theme } = view;
    const drawn = drawnSubjects(data, view).filter(({ subject }) => subject.warmCurve.shares.length > 1);
    const names = legend(
      view,
      drawn.map(({ subject }) => subject.name),
    );
    return {
      ...base(view),
      legend: names.option,
      grid: { left: 64, right: 24, top: names.height + 12, bottom: 46 },
      tooltip: {
        ...tooltip(theme),
        formatter: (params) => {
          const { seriesName, value } = params as { seriesName?: string; value?: number[] };
          if (!value) return '';
          const share = 100 * (1 - 10 ** -(value[0] ?? 0));
          return `${seriesName}\n${share.toPrecision(4)}% within ${formatNs(value[1] ?? 0)}`;
        },
      },
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
          place(share),
          subject.warmCurve.ns[index] ?? null,
        ]),
      })),
    };
  },
};
