import { formatNs } from '../format.ts';
import { tickNs, valueAxis } from './axes.ts';
import { type Chart, drawnSubjects } from './chart.ts';
import { curvesFrame, curvesHeight, pointTooltip } from './curves.ts';

/** Runs of neighbours as their first and last number. */
function spans(numbers: readonly number[]): [first: number, last: number][] {
  const found: [number, number][] = [];
  for (const number of numbers) {
    const current = found.at(-1);
    if (current && number === current[1] + 1) current[1] = number;
    else found.push([number, number]);
  }
  return found;
}

export const order: Chart = {
  name: 'order',
  title: 'Trials in the order in which they ran',
  caption:
    'A drift of the machine shows as a slope that all subjects share. Shaded: blocks in which something else disturbed the machine; they are kept in every figure.',
  has: ({ subjects }) => subjects.some(({ trials }) => trials.blocks.length > 0),
  height: ({ subjects }, width) => curvesHeight(subjects, width),
  option(data, view) {
    const { theme } = view;
    const drawn = drawnSubjects(data, view);
    const shaded = spans(data.disturbedBlocks).map(
      ([first, last]) =>
        [{ xAxis: first - 0.5 }, { xAxis: last + 0.5 }] as [{ xAxis: number }, { xAxis: number }],
    );
    return {
      ...curvesFrame(view, drawn),
      tooltip: pointTooltip(theme, ([block = 0, ns = 0]) => `block ${block}: ${formatNs(ns)}`),
      xAxis: {
        ...valueAxis(theme, 'block', String),
        scale: true,
        minInterval: 1,
        splitLine: { show: false },
      },
      yAxis: { ...valueAxis(theme, '', tickNs), scale: true },
      series: drawn.map(({ subject, color, symbol }, index) => ({
        type: 'line' as const,
        name: subject.name,
        symbol,
        symbolSize: 5,
        showAllSymbol: true,
        itemStyle: { color },
        lineStyle: { color, width: 0.8, opacity: 0.5 },
        data: subject.trials.blocks.map((block, row) => [
          block,
          subject.trials.figures.coldStart?.[row] ?? null,
        ]),
        ...(index === 0 &&
          shaded.length > 0 && {
            markArea: { silent: true, itemStyle: { color: theme.shade }, data: shaded },
          }),
      })),
    };
  },
};
