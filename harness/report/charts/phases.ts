import type { BarSeriesOption } from 'echarts';
import { PHASES, type Phase } from '../../model/phases.ts';
import { formatNs } from '../format.ts';
import { base, legend, nameAxis, rowGrid, stripes, tickNs, tooltip, valueAxis } from './axes.ts';
import { type Chart, drawnSubjects, rowsHeight, type Theme, type View } from './chart.ts';

const WHOSE: Readonly<Record<Phase['share'], string>> = {
  platform: 'platform',
  runtime: 'runtime',
  workload: 'workload',
};

/** Phases of one share take turns in strength; those of the platform are striped: its time is not the guest's. */
function looks(theme: Theme): Map<string, NonNullable<BarSeriesOption['itemStyle']>> {
  const seen = new Map<string, number>();
  return new Map(
    PHASES.map(({ until, share }) => {
      const turn = seen.get(share) ?? 0;
      seen.set(share, turn + 1);
      const decal =
        share === 'platform'
          ? stripes(theme)
          : share === 'workload'
            ? {
                symbol: 'circle',
                dashArrayX: [[6, 6]],
                dashArrayY: [6, 6],
                symbolSize: 0.5,
                color: theme.paper,
              }
            : null;
      return [
        until,
        {
          color: theme.shares[share],
          opacity: [1, 0.72, 0.5, 0.38][turn % 4] ?? 1,
          borderColor: theme.paper,
          borderWidth: 1,
          ...(decal && { decal }),
        },
      ];
    }),
  );
}

/** Part of the axis below which a segment has no room for its name. */
const ROOM_FOR_LABEL = 0.11;

export const phases: Chart = {
  name: 'phases',
  title: 'Where a cold start goes',
  caption:
    'Median of each phase, one after the other. Striped: the platform (engine, unpacking, exec); plain: the runtime; dotted: the workload itself. Medians of parts need not add up to the median of the whole.',
  has: ({ subjects }) => subjects.some(({ summary }) => summary.phases.length > 0),
  height: ({ subjects }) => rowsHeight(subjects.length) + 70,
  option(data, view) {
    const drawn = drawnSubjects(data, view).filter(({ subject }) => subject.summary.phases.length > 0);
    const names = drawn.map(({ subject }) => subject.name);
    const longest = Math.max(
      ...drawn.map(({ subject }) => subject.summary.phases.reduce((sum, { medianNs }) => sum + medianNs, 0)),
    );
    const series = seriesOf(drawn, longest, view);
    const key = legend(
      view,
      series.map(({ name }) => String(name)),
    );
    return {
      ...base(view),
      legend: key.option,
      grid: { ...rowGrid(names, view, 24), top: key.height + 8 },
      tooltip: { ...tooltip(view.theme), trigger: 'axis', axisPointer: { type: 'shadow' }, formatter: hover },
      xAxis: valueAxis(view.theme, 'since launch', tickNs),
      yAxis: nameAxis(view.theme, names, view.width),
      series,
    };
  },
};

const hover = (params: object): string => {
  const items = (Array.isArray(params) ? params : [params]) as {
    name: string;
    seriesName: string;
    value: number | null;
  }[];
  const shown = items.filter(({ value }) => typeof value === 'number');
  return [
    items[0]?.name ?? '',
    ...shown.map(({ seriesName, value }) => `${seriesName}: ${formatNs(value ?? 0)}`),
  ].join('\n');
};

function seriesOf(
  drawn: ReturnType<typeof drawnSubjects>,
  longest: number,
  { theme }: View,
): BarSeriesOption[] {
  const look = looks(theme);
  return PHASES.flatMap(({ until, label, share }): BarSeriesOption[] => {
    const values = drawn.map(
      ({ subject }) => subject.summary.phases.find((phase) => phase.until === until)?.medianNs ?? null,
    );
    if (values.every((value) => value === null)) return [];
    return [
      {
        type: 'bar',
        name: `${label} (${WHOSE[share]})`,
        stack: 'phases',
        barMaxWidth: 20,
        itemStyle: look.get(until) ?? {},
        data: values.map((value) => ({
          value: value ?? '-',
          label: { show: value !== null && value / longest > ROOM_FOR_LABEL },
        })),
        label: {
          formatter: label,
          color: theme.ink,
          textBorderColor: theme.paper,
          textBorderWidth: 3,
          fontSize: 11,
        },
      },
    ];
  });
}
