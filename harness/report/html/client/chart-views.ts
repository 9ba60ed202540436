import { changesHeight, changesOption } from '../../charts/changes.ts';
import { CHARTS } from '../../charts/index.ts';
import type { PageData } from '../page-data.ts';
import { ChartPlaces } from './chart-places.ts';

/** The charts of a run's page, and what its reader can choose about them. */
export class ChartViews {
  readonly #places = new ChartPlaces();

  constructor(data: PageData) {
    for (const section of document.querySelectorAll<HTMLElement>('[data-workload]'))
      this.#addSection(section, data);
    for (const element of document.querySelectorAll<HTMLElement>('[data-changes]')) {
      const changes = data.changes[Number(element.dataset.changes)];
      if (!changes) continue;
      this.#places.add(element, {
        height: () => changesHeight(changes),
        draw: (view) => changesOption(changes, view),
        hidden: new Set(),
      });
    }
    this.#places.watch();
  }

  setTheme(name: 'light' | 'dark'): void {
    this.#places.setTheme(name);
  }

  #addSection(section: HTMLElement, { workloads }: PageData): void {
    const data = workloads[Number(section.dataset.workload)]?.data;
    if (!data) return;
    const hidden = new Set<string>();
    for (const element of section.querySelectorAll<HTMLElement>('[data-chart]')) {
      const chart = CHARTS.find(({ name }) => name === element.dataset.chart);
      if (!chart) continue;
      this.#places.add(element, {
        height: (width) => chart.height(data, width),
        draw: (view) => chart.option(data, view),
        hidden,
      });
    }
    section.addEventListener('click', ({ target }) => {
      if (!(target instanceof HTMLButtonElement)) return;
      const { subject, mode } = target.dataset;
      if (subject !== undefined) this.#toggle(target, subject, hidden, section);
      if (mode !== undefined) this.#choose(target, mode);
    });
  }

  #toggle(button: HTMLButtonElement, subject: string, hidden: Set<string>, section: HTMLElement): void {
    if (!hidden.delete(subject)) hidden.add(subject);
    button.setAttribute('aria-pressed', String(!hidden.has(subject)));
    for (const element of section.querySelectorAll('[data-chart]')) this.#places.redraw(element);
  }

  #choose(button: HTMLButtonElement, mode: string): void {
    const figure = button.closest('figure');
    const element = figure?.querySelector('[data-chart]');
    if (!figure || !element) return;
    for (const other of figure.querySelectorAll('[data-mode]'))
      other.setAttribute('aria-pressed', String(other === button));
    this.#places.setMode(element, mode);
  }
}
