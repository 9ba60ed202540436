import type { CustomSeriesOption } from 'echarts';

interface Interval {
  readonly low: number;
  readonly high: number;
}

const CAP = 5;

/** Intervals of horizontal rows as lines with caps; a row without one has none. */
export const whiskers = (
  intervals: readonly (Interval | null | undefined)[],
  color: string,
): CustomSeriesOption => ({
  type: 'custom',
  silent: true,
  z: 5,
  encode: { x: [0, 1], y: 2 },
  data: intervals.flatMap((interval, row) => (interval ? [[interval.low, interval.high, row]] : [])),
  renderItem: (_params, api) => {
    const low = api.coord([api.value(0), api.value(2)]);
    const high = api.coord([api.value(1), api.value(2)]);
    const [fromX = 0, y = 0] = low;
    const [toX = 0] = high;
    const line = (x1: number, y1: number, x2: number, y2: number) => ({
      type: 'line' as const,
      shape: { x1, y1, x2, y2 },
      style: { stroke: color, lineWidth: 1.5 },
    });
    return {
      type: 'group' as const,
      children: [
        line(fromX, y, toX, y),
        line(fromX, y - CAP, fromX, y + CAP),
        line(toX, y - CAP, toX, y + CAP),
      ],
    };
  },
});
