import { formatNs } from '../format.ts';
import type { ReportSubject, ReportWorkload } from '../report-data.ts';
import { tickNs, valueAxis } from './axes.ts';
import { type Chart, drawnSubjects } from './chart.ts';
import { curvesFrame, curvesHeight, pointTooltip } from './curves.ts';

const burstOf = ({ studies }: ReportWorkload, { summary }: ReportSubject) =>
  studies.burst?.find(({ subject }) => subject === summary.subject)?.bursts ?? [];

/** The axis doubles from line to line; counted in this, its lines are round: 50 ms, 100 ms, 200 ms. */
const STEP_NS = 1e8;

export const burst: Chart = {
  name: 'burst',
  title: 'Cold starts at once',
  caption:
    'How long it takes until all of so many cold starts that began at one instant have answered (full line), and the median one of them (dashed); medians of the rounds. Both axes double from line to line: what grows with the number runs parallel to the diagonal.',
  has: (data) => data.subjects.some((subject) => burstOf(data, subject).some(({ medianNs }) => medianNs)),
  height: ({ subjects }, width) => curvesHeight(subjects, width),
  option(data, view) {
    const { theme } = view;
    const drawn = drawnSubjects(data, view).filter(({ subject }) => burstOf(data, subject).length > 0);
    return {
      ...curvesFrame(view, drawn),
      tooltip: pointTooltip(
        theme,
        ([count = 0, steps = 0]) => `${count} at once: ${formatNs(steps * STEP_NS)}`,
      ),
      xAxis: { ...valueAxis(theme, 'cold starts at once', String), type: 'log' as const, logBase: 2 },
      yAxis: {
        ...valueAxis(theme, '', (steps) => tickNs(steps * STEP_NS)),
        type: 'log' as const,
        logBase: 2,
      },
      series: drawn.flatMap(({ subject, color, symbol }) =>
        (['allAnsweredNs', 'medianNs'] as const).map((figure) => ({
          type: 'line' as const,
          name: subject.name,
          symbol: figure === 'medianNs' ? 'none' : symbol,
          symbolSize: 7,
          itemStyle: { color },
          lineStyle: {
            color,
            width: figure === 'medianNs' ? 1.2 : 2,
            type: figure === 'medianNs' ? ('dashed' as const) : ('solid' as const),
          },
          data: burstOf(data, subject).flatMap((size) =>
            size[figure] ? [[size.count, size[figure].value / STEP_NS]] : [],
          ),
        })),
      ),
    };
  },
};
