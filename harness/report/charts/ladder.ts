import type { CustomSeriesOption, LineSeriesOption } from 'echarts';
import { formatInterval, formatNs } from '../format.ts';
import type { LadderStep } from '../ladder.ts';
import type { ReportWorkload } from '../report-data.ts';
import { RUNGS } from '../rungs.ts';
import { base, legend, legendHeight, nameAxis, rowGrid, tickNs, tooltip, valueAxis } from './axes.ts';
import { type Chart, type Drawn, drawnSubjects, rowsHeight } from './chart.ts';
import { whiskers } from './whisker.ts';

/** Rungs that somebody stands on, the coldest first. */
const rungsOf = ({ ladder }: ReportWorkload): string[] =>
  RUNGS.filter((rung) => ladder.some(({ steps }) => steps.some((step) => step.rung === rung)));

interface Climber extends Drawn {
  readonly steps: readonly LadderStep[];
}

const ROW = 1.4;

export const ladder: Chart = {
  name: 'ladder',
  title: 'Warmth',
  caption:
    'Median time to the first answer with its 95 % interval, by what was there before: from evicted files down to a guest that has answered before. The time axis is logarithmic. A packaging without a rung has no such start.',
  has: ({ ladder: rows }) => rows.some(({ steps }) => steps.length > 0),
  height: (data, width) =>
    rowsHeight(rungsOf(data).length * ROW) +
    legendHeight(
      width,
      data.subjects.map(({ name }) => name),
    ),
  option(data, view) {
    const rungs = rungsOf(data);
    const climbers = drawnSubjects(data, view).flatMap((drawn): Climber[] => {
      const steps = data.ladder.find(({ name }) => name === drawn.subject.name)?.steps ?? [];
      return steps.length > 0 ? [{ ...drawn, steps }] : [];
    });
    const names = legend(
      view,
      climbers.map(({ subject }) => subject.name),
    );
    const grid = rowGrid(rungs, view, 40);
    return {
      ...base(view),
      legend: names.option,
      grid: { ...grid, top: grid.top + names.height },
      tooltip: tooltip(view.theme),
      xAxis: {
        ...valueAxis(view.theme, 'time to the first answer', tickNs),
        type: 'log' as const,
        logBase: 10,
      },
      yAxis: nameAxis(view.theme, rungs, view.width),
      series: climbers.flatMap((climber) => [line(climber, rungs), intervals(climber, rungs)]),
    };
  },
};

const line = ({ subject, color, symbol, steps }: Climber, rungs: readonly string[]): LineSeriesOption => ({
  type: 'line',
  name: subject.name,
  symbol,
  symbolSize: 10,
  showAllSymbol: true,
  itemStyle: { color },
  lineStyle: { color, width: 1.5, opacity: 0.6 },
  data: steps.map(({ rung, medianNs }) => [medianNs.value, rungs.indexOf(rung)]),
  tooltip: {
    formatter: (params) => {
      const step = Array.isArray(params) ? undefined : steps[params.dataIndex];
      if (!step) return '';
      const { value, interval, n } = step.medianNs;
      const certainty = interval ? formatInterval(interval) : '';
      return `${subject.name}, ${step.rung}\n${formatNs(value)} ${certainty}\n${n} trials`;
    },
  },
});

/** Rows that a packaging does not have stay empty. */
const intervals = ({ color, steps }: Climber, rungs: readonly string[]): CustomSeriesOption =>
  whiskers(
    rungs.map((rung) => steps.find((step) => step.rung === rung)?.medianNs.interval),
    color,
  );
