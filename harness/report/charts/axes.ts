import { formatBytes, formatNs } from '../format.ts';
import { nameWidth, type Theme, type View } from './chart.ts';

/** Parts of an ECharts option that all charts share. */
export const FONT = 'system-ui, -apple-system, Segoe UI, Roboto, DejaVu Sans, sans-serif';

export const base = ({ theme }: View) => ({
  animation: false,
  backgroundColor: theme.paper,
  textStyle: { fontFamily: FONT, color: theme.ink, fontSize: 12 },
});

/** Text only: names come from files, and a page that forbids styles in HTML shows it all the same. */
export const tooltip = ({ ink, paper, grid }: Theme) => ({
  renderMode: 'richText' as const,
  confine: true,
  backgroundColor: paper,
  borderColor: grid,
  borderWidth: 1,
  textStyle: { color: ink, fontFamily: FONT, fontSize: 12 },
});

export const valueAxis = (theme: Theme, name: string, print: (value: number) => string) => ({
  type: 'value' as const,
  name,
  nameLocation: 'middle' as const,
  nameGap: 28,
  nameTextStyle: { color: theme.faint },
  axisLabel: { color: theme.faint, formatter: print, hideOverlap: true },
  axisLine: { show: false, onZero: false },
  axisTick: { show: false },
  splitLine: { lineStyle: { color: theme.grid } },
});

/** A row for each name, the first on top. */
export const nameAxis = (theme: Theme, names: readonly string[], width: number) => ({
  type: 'category' as const,
  data: [...names],
  inverse: true,
  axisTick: { show: false },
  axisLine: { lineStyle: { color: theme.grid } },
  axisLabel: {
    color: theme.ink,
    width: nameWidth(names, width),
    overflow: 'truncate' as const,
    interval: 0,
  },
});

export const rowGrid = (names: readonly string[], { width }: View, right: number) => ({
  left: nameWidth(names, width) + 16,
  right,
  top: 12,
  bottom: 46,
});

/** '0' rather than '0 ns' at an axis' origin, and '50 ms' rather than '50.0 ms'. */
const tick =
  (print: (value: number) => string) =>
  (value: number): string => {
    const [digits = '', unit = ''] = print(value).split(' ');
    return value === 0 ? '0' : `${Number(digits)} ${unit}`;
  };
export const tickNs = tick(formatNs);
export const tickBytes = tick(formatBytes);

const LEGEND_LINE = 22;

/** Pixels of a legend: as many lines as its names need. */
export function legendHeight(width: number, names: readonly string[]): number {
  const room = width - 24;
  let lines = 1;
  let used = 0;
  for (const name of names) {
    const needed = Math.min(room, 44 + name.length * 7);
    if (used + needed > room && used > 0) {
      lines += 1;
      used = 0;
    }
    used += needed;
  }
  return lines * LEGEND_LINE;
}

/** Symbols with their names above a chart. */
export function legend({ theme, width }: View, names: readonly string[]) {
  return {
    height: legendHeight(width, names),
    option: {
      show: true,
      top: 0,
      left: 12,
      right: 12,
      selectedMode: false,
      itemGap: 12,
      itemHeight: 10,
      textStyle: { color: theme.ink, fontSize: 12, width: width - 74, overflow: 'truncate' as const },
      data: [...names],
    },
  };
}

/** Diagonal stripes in the colour of the paper. */
export const stripes = ({ paper }: Theme) => ({
  symbol: 'rect',
  dashArrayX: [1, 0],
  dashArrayY: [2, 5],
  rotation: -Math.PI / 4,
  color: paper,
});
