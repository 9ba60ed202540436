import { type ECharts, init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { changesHeight, changesOption } from '../../charts/changes.ts';
import type { Theme, View } from '../../charts/chart.ts';
import { CHARTS } from '../../charts/index.ts';
import { PARTS } from '../../charts/parts.ts';
import { DARK, LIGHT } from '../../charts/themes.ts';
import type { PageData } from '../page-data.ts';

use([...PARTS, CanvasRenderer]);

type Draw = (view: View) => ReturnType<typeof changesOption>;

interface Place {
  readonly element: HTMLElement;
  /** Pixels, for a width in pixels. */
  height(width: number): number;
  readonly draw: Draw;
  /** Of the workload that the chart belongs to. */
  readonly hidden: Set<string>;
  mode: string | null;
  chart: ECharts | null;
}

/** The charts of the page: each is drawn when it comes into sight, and again when something about it changes. */
export class ChartViews {
  readonly #places = new Map<Element, Place>();
  #theme: Theme = LIGHT;

  constructor(data: PageData) {
    for (const section of document.querySelectorAll<HTMLElement>('[data-workload]'))
      this.#addSection(section, data);
    for (const element of document.querySelectorAll<HTMLElement>('[data-changes]')) {
      const changes = data.changes[Number(element.dataset.changes)];
      if (changes)
        this.#add(
          element,
          () => changesHeight(changes),
          (view) => changesOption(changes, view),
          new Set(),
        );
    }
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
      for (const { target } of entries) this.#redraw(target);
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
    for (const element of this.#places.keys()) this.#redraw(element);
  }

  #addSection(section: HTMLElement, { workloads }: PageData): void {
    const data = workloads[Number(section.dataset.workload)]?.data;
    if (!data) return;
    const hidden = new Set<string>();
    for (const element of section.querySelectorAll<HTMLElement>('[data-chart]')) {
      const chart = CHARTS.find(({ name }) => name === element.dataset.chart);
      if (chart)
        this.#add(
          element,
          (width) => chart.height(data, width),
          (view) => chart.option(data, view),
          hidden,
        );
    }
    section.addEventListener('click', ({ target }) => {
      if (!(target instanceof HTMLButtonElement)) return;
      const { subject, mode } = target.dataset;
      if (subject !== undefined) this.#toggle(target, subject, hidden, section);
      if (mode !== undefined) this.#choose(target, mode);
    });
  }

  #add(element: HTMLElement, height: Place['height'], draw: Draw, hidden: Set<string>): void {
    element.style.height = `${height(element.clientWidth)}px`;
    this.#places.set(element, { element, height, draw, hidden, mode: null, chart: null });
  }

  #toggle(button: HTMLButtonElement, subject: string, hidden: Set<string>, section: HTMLElement): void {
    if (!hidden.delete(subject)) hidden.add(subject);
    button.setAttribute('aria-pressed', String(!hidden.has(subject)));
    for (const element of section.querySelectorAll('[data-chart]')) this.#redraw(element);
  }

  #choose(button: HTMLButtonElement, mode: string): void {
    const figure = button.closest('figure');
    const element = figure?.querySelector('[data-chart]');
    const place = element && this.#places.get(element);
    if (!figure || !place) return;
    for (const other of figure.querySelectorAll('[data-mode]'))
      other.setAttribute('aria-pressed', String(other === button));
    place.mode = mode;
    this.#redraw(place.element);
  }

  #show(element: Element): void {
    const place = this.#places.get(element);
    if (!place || place.chart) return;
    place.chart = init(place.element, null, { renderer: 'canvas' });
    this.#redraw(element);
    if (performance.getEntriesByName('first-chart').length === 0) performance.mark('first-chart');
  }

  #redraw(element: Element): void {
    const place = this.#places.get(element);
    if (!place?.chart) return;
    const { draw, hidden, mode, chart } = place;
    place.element.style.height = `${place.height(place.element.clientWidth)}px`;
    chart.resize();
    chart.setOption(draw({ theme: this.#theme, width: place.element.clientWidth, hidden, mode }), {
      notMerge: true,
    });
  }
}
