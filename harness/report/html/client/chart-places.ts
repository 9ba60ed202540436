import type { EChartsOption } from 'echarts';
import { type ECharts, init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import type { Theme, View } from '../../charts/chart.ts';
import { PARTS } from '../../charts/parts.ts';
import { DARK, LIGHT } from '../../charts/themes.ts';

use([...PARTS, CanvasRenderer]);

export interface Drawing {
  /** Pixels, for a width in pixels. */
  height(width: number): number;
  draw(view: View): EChartsOption;
  /** What the reader has hidden. */
  readonly hidden: Set<string>;
}

interface Place extends Drawing {
  readonly element: HTMLElement;
  mode: string | null;
  chart: ECharts | null;
}

/** The charts of a page: each is drawn when it comes into sight, and again when something about it changes. */
export class ChartPlaces {
  readonly #places = new Map<Element, Place>();
  #theme: Theme = LIGHT;

  add(element: HTMLElement, drawing: Drawing): void {
    element.style.height = `${drawing.height(element.clientWidth)}px`;
    this.#places.set(element, { ...drawing, element, mode: null, chart: null });
  }

  /** To be called once, when all are added. */
  watch(): void {
    const sight = new IntersectionObserver(
      (entries) => {
        for (const { isIntersecting, target } of entries) {
          if (!isIntersecting) continue;
          sight.unobserve(target);
          this.#show(target);
        }
      },
      { rootMargin: '300px' },
    );
    const size = new ResizeObserver((entries) => {
      for (const { target } of entries) this.redraw(target);
    });
    for (const element of this.#places.keys()) {
      sight.observe(element);
      size.observe(element);
    }
    window.addEventListener('beforeprint', () => {
      for (const element of this.#places.keys()) this.#show(element);
    });
  }

  setTheme(name: 'light' | 'dark'): void {
    this.#theme = name === 'dark' ? DARK : LIGHT;
    this.redrawAll();
  }

  setMode(element: Element, mode: string): void {
    const place = this.#places.get(element);
    if (!place) return;
    place.mode = mode;
    this.redraw(element);
  }

  redrawAll(): void {
    for (const element of this.#places.keys()) this.redraw(element);
  }

  redraw(element: Element): void {
    const place = this.#places.get(element);
    if (!place?.chart) return;
    const { draw, hidden, mode, chart } = place;
    place.element.style.height = `${place.height(place.element.clientWidth)}px`;
    chart.resize();
    chart.setOption(draw({ theme: this.#theme, width: place.element.clientWidth, hidden, mode }), {
      notMerge: true,
    });
  }

  #show(element: Element): void {
    const place = this.#places.get(element);
    if (!place || place.chart) return;
    place.chart = init(place.element, null, { renderer: 'canvas' });
    this.redraw(element);
    if (performance.getEntriesByName('first-chart').length === 0) performance.mark('first-chart');
  }
}
