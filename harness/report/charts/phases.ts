import type { BarSeriesOption } from 'echarts';
import { PHASES, type Phase } from '../../model/phases.ts';
import { formatNs } from '../format.ts';
import type { ReportSubject } from '../report-data.ts';
import {
  base,
  legend,
  legendHeight,
  nameAxis,
  rowGrid,
  stripes,
  tickNs,
  tooltip,
  valueAxis,
} from './axes.ts';
import { type Chart, type Drawn, drawnSubjects, rowsHeight, type Theme, type View } from './chart.ts';

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

const PIXELS_A_LETTER = 8;

const medianOf = ({ summary }: ReportSubject, until: Phase['until']): number | null =>
  summary.phases.find((phase) => phase.until === until)?.medianNs ?? null;

const presentPhases = (subjects: readonly ReportSubject[]): Phase[] =>
  PHASES.filter(({ until }) => subjects.some((subject) => medianOf(subject, until) !== null));

const legendName = ({ label, share }: Phase): string => `${label} (${share})`;

export const phases: Chart = {
  name: 'phases',
  title: 'Where a cold start goes',
  caption:
    'Median of each phase, one after the other. Striped: the platform (engine, unpacking, exec); plain: the runtime; dotted: the workload itself. Medians of parts need not add up to the median of the whole.',
  has: ({ subjects }) => subjects.some(({ summary }) => summary.phases.length > 0),
  height: ({ subjects }, width) =>
    rowsHeight(subjects.length) + legendHeight(width, presentPhases(subjects).map(legendName)),
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

function seriesOf(drawn: readonly Drawn[], longest: number, { theme, width }: View): BarSeriesOption[] {
  const look = looks(theme);
  const subjects = drawn.map(({ subject }) => subject);
  const nsPerPixel = longest / (0.7 * width);
  return presentPhases(subjects).map((phase): BarSeriesOption => {
    const { until, label } = phase;
    return {
      type: 'bar',
      name: legendName(phase),
      stack: 'phases',
      barMaxWidth: 20,
      itemStyle: look.get(until) ?? {},
      data: subjects.map((subject) => {
        const value = medianOf(subject, until);
        const room = value !== null && value / nsPerPixel > label.length * PIXELS_A_LETTER;
        return { value: value ?? '-', label: { show: room } };
      }),
      label: {
        formatter: label,
        color: theme.ink,
        textBorderColor: theme.paper,
        textBorderWidth: 3,
        fontSize: 11,
      },
    };
  });
}
