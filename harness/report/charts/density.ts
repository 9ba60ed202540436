import { formatBytes } from '../format.ts';
import type { ReportSubject, ReportWorkload } from '../report-data.ts';
import { tickBytes, valueAxis } from './axes.ts';
import { type Chart, drawnSubjects } from './chart.ts';
import { curvesFrame, curvesHeight, pointTooltip } from './curves.ts';

const densityOf = ({ studies }: ReportWorkload, { summary }: ReportSubject) =>
  studies.density?.find(({ subject }) => subject === summary.subject);

export const density: Chart = {
  name: 'density',
  title: 'Instances side by side',
  caption:
    'The memory of all instances together, every page counted once (points, medians of the rounds), and the line through them: it begins at what they share, and rises by what each has of its own. Processes that a packaging brings along are not in it.',
  has: (data) => data.subjects.some((subject) => (densityOf(data, subject)?.memory.length ?? 0) > 0),
  height: ({ subjects }, width) => curvesHeight(subjects, width),
  option(data, view) {
    const { theme } = view;
    const drawn = drawnSubjects(data, view).filter(({ subject }) => densityOf(data, subject));
    const largest = Math.max(
      ...drawn.flatMap(({ subject }) => densityOf(data, subject)?.memory.at(-1)?.count ?? 0),
    );
    return {
      ...curvesFrame(view, drawn),
      tooltip: pointTooltip(
        theme,
        ([count = 0, bytes = 0]) => `${count} side by side: ${formatBytes(bytes)}`,
      ),
      xAxis: {
        ...valueAxis(theme, 'instances', String),
        min: 0,
        max: largest,
        interval: Math.max(1, Math.ceil(largest / 4)),
      },
      yAxis: valueAxis(theme, '', tickBytes),
      series: drawn.flatMap(({ subject, color, symbol }) => {
        const found = densityOf(data, subject);
        const [slope, base] = [found?.marginalBytes?.value, found?.sharedBytes?.value];
        const most = found?.memory.at(-1)?.count ?? 0;
        const line =
          slope === undefined || base === undefined ? [] : [0, most].map((at) => [at, base + slope * at]);
        return [
          {
            type: 'line' as const,
            name: subject.name,
            symbol,
            symbolSize: 8,
            itemStyle: { color },
            lineStyle: { color, width: 0 },
            data: (found?.memory ?? []).map(({ count, bytes }) => [count, bytes]),
          },
          {
            type: 'line' as const,
            name: subject.name,
            symbol: 'none',
            silent: true,
            itemStyle: { color },
            lineStyle: { color, width: 1.5 },
            data: line,
          },
        ];
      }),
    };
  },
};
