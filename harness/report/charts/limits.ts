import { formatNs } from '../format.ts';
import type { ReportSubject, ReportWorkload } from '../report-data.ts';
import { tickNs, valueAxis } from './axes.ts';
import { type Chart, drawnSubjects } from './chart.ts';
import { curvesFrame, curvesHeight, pointTooltip } from './curves.ts';

/** The sizes that limit the CPU and under which it starts, least first. */
const limitedOf = ({ studies }: ReportWorkload, { summary }: ReportSubject) =>
  (studies.limits?.find(({ subject }) => subject === summary.subject)?.sizes ?? [])
    .flatMap(({ cpus, firstResponseNs, size }) =>
      cpus === null || firstResponseNs === null ? [] : [{ cpus, firstResponseNs, size }],
    )
    .sort((a, b) => a.cpus - b.cpus);

/** The axis doubles from line to line; counted in this, its lines are round: 50 ms, 100 ms, 200 ms. */
const STEP_NS = 1e8;

export const limits: Chart = {
  name: 'limits',
  title: 'Cold start under limits',
  caption:
    'Launch to first response as the CPU shrinks; medians of the rounds. Both axes double from line to line: what only has to wait for its CPU time grows along the diagonal, what a packaging does outside of the guest does not. A size under which it does not start has no point.',
  has: (data) => data.subjects.some((subject) => limitedOf(data, subject).length > 1),
  height: ({ subjects }, width) => curvesHeight(subjects, width),
  option(data, view) {
    const { theme } = view;
    const drawn = drawnSubjects(data, view).filter(({ subject }) => limitedOf(data, subject).length > 0);
    return {
      ...curvesFrame(view, drawn),
      tooltip: pointTooltip(theme, ([cpus = 0, steps = 0]) => `${cpus} CPU: ${formatNs(steps * STEP_NS)}`),
      xAxis: { ...valueAxis(theme, 'CPUs', String), type: 'log' as const, logBase: 2 },
      yAxis: {
        ...valueAxis(theme, '', (steps) => tickNs(steps * STEP_NS)),
        type: 'log' as const,
        logBase: 2,
      },
      series: drawn.map(({ subject, color, symbol }) => ({
        type: 'line' as const,
        name: subject.name,
        symbol,
        symbolSize: 7,
        itemStyle: { color },
        lineStyle: { color, width: 2 },
        data: limitedOf(data, subject).map(({ cpus, firstResponseNs }) => [
          cpus,
          firstResponseNs.value / STEP_NS,
        ]),
      })),
    };
  },
};
