import { TitleComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { FONT } from '../charts/axes.ts';
import type { Chart, Theme } from '../charts/chart.ts';
import { PARTS } from '../charts/parts.ts';
import { DARK, LIGHT } from '../charts/themes.ts';
import type { ReportWorkload } from '../report-data.ts';

use([...PARTS, TitleComponent, SVGRenderer]);

export interface ImageOptions {
  readonly theme: 'light' | 'dark';
  /** Pixels. */
  readonly width: number;
  /** One of the chart's modes; null for its default. */
  readonly mode: string | null;
}

const TITLE_HEIGHT = 40;

/** A chart as an SVG document of its own, drawn without a browser. */
export function renderSvg(chart: Chart, data: ReportWorkload, options: ImageOptions): string {
  const theme: Theme = options.theme === 'dark' ? DARK : LIGHT;
  const height = chart.height(data, options.width) + TITLE_HEIGHT;
  const drawing = init(null, null, { renderer: 'svg', ssr: true, width: options.width, height });
  try {
    const view = { theme, width: options.width, hidden: new Set<string>(), mode: options.mode };
    const option = chart.option(data, view);
    drawing.setOption({ ...option, ...withTitle(`${data.workload}: ${chart.title}`, option, theme) });
    return withOwnIds(drawing.renderToSVGString(), chart.name);
  } finally {
    drawing.dispose();
  }
}

/**
 * ECharts numbers what it draws through all drawings of a process: numbered anew, so that a drawing is the same each
 * time, and named after the chart, so that several can stand in one page.
 */
function withOwnIds(svg: string, name: string): string {
  const known = new Map<string, string>();
  return svg.replace(/\bzr\d+-(?:cls-)?\w+/g, (id) => {
    const own = known.get(id) ?? `${name}-${known.size}`;
    known.set(id, own);
    return own;
  });
}

/** Moves everything down by the height of the title. */
function withTitle(text: string, option: ReturnType<Chart['option']>, theme: Theme) {
  const down = <T extends object>(part: T): T & { top: number } => ({
    ...part,
    top: Number((part as { top?: number }).top ?? 0) + TITLE_HEIGHT,
  });
  return {
    title: { text, left: 12, top: 8, textStyle: { color: theme.ink, fontFamily: FONT, fontSize: 16 } },
    grid: down(option.grid as object),
    ...(option.legend && { legend: down(option.legend as object) }),
  };
}
