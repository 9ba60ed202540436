import { formatInterval, formatNs } from '../format.ts';
import { base, nameAxis, rowGrid, tickNs, tooltip, valueAxis } from './axes.ts';
import { type Chart, drawnSubjects, rowsHeight } from './chart.ts';
import { whiskers } from './whisker.ts';

export const ranking: Chart = {
  name: 'ranking',
  title: 'Cold start',
  caption:
    'Median time from launch to the last byte of the first verified answer, with its 95 % interval; shorter is better.',
  has: ({ subjects }) => subjects.some(({ summary }) => summary.coldStart),
  height: ({ subjects }) => rowsHeight(subjects.length),
  option(data, view) {
    const drawn = drawnSubjects(data, view).filter(({ subject }) => subject.summary.coldStart);
    const names = drawn.map(({ subject }) => subject.name);
    const medians = drawn.flatMap(({ subject }) => subject.summary.coldStart?.medianNs ?? []);
    return {
      ...base(view),
      grid: rowGrid(names, view, 64),
      tooltip: {
        ...tooltip(view.theme),
        formatter: (params) => {
          const index = Array.isArray(params) ? 0 : params.dataIndex;
          const median = medians[index];
          return median
            ? `${names[index]}\n${formatNs(median.value)} ${median.interval ? formatInterval(median.interval) : ''}\n${median.n} trials`
            : '';
        },
      },
      xAxis: valueAxis(view.theme, 'cold start', tickNs),
      yAxis: nameAxis(view.theme, names, view.width),
      series: [
        {
          type: 'bar',
          barMaxWidth: 18,
          data: medians.map(({ value }, index) => ({
            value,
            itemStyle: { color: drawn[index]?.color ?? view.theme.ink },
          })),
          label: {
            show: true,
            position: 'right',
            distance: 12,
            color: view.theme.ink,
            formatter: ({ value }) => formatNs(Number(value)),
          },
        },
        whiskers(
          medians.map(({ interval }) => interval),
          view.theme.ink,
        ),
      ],
    };
  },
};
