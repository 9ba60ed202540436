import { ChartPlaces } from '../../../report/html/client/chart-places.ts';
import { readData } from '../../../report/html/client/read-data.ts';
import { enableThemes } from '../../../report/html/client/themes.ts';
import { TREND_HEIGHT, trendOption } from '../chart.ts';
import { machineLetter } from '../names.ts';
import type { Trends } from '../trends.ts';

const data = await readData<Trends>();
const places = new ChartPlaces();
/** Letters of the machine classes that the reader does not want to see. */
const hidden = new Set<string>();

for (const element of document.querySelectorAll<HTMLElement>('[data-trend]')) {
  const trend = data.trends[Number(element.dataset.trend)];
  if (!trend) continue;
  places.add(element, {
    height: () => TREND_HEIGHT,
    draw: (view) => trendOption(trend, data.runs, view),
    hidden,
  });
}
places.watch();
enableThemes((theme) => places.setTheme(theme));

document.querySelector<HTMLSelectElement>('[data-machine]')?.addEventListener('change', ({ target }) => {
  const wanted = (target as HTMLSelectElement).value;
  hidden.clear();
  if (wanted !== '') {
    for (const place of data.machines.keys()) {
      const letter = machineLetter(place);
      if (letter !== wanted) hidden.add(letter);
    }
  }
  places.redrawAll();
});

const figures = [...document.querySelectorAll<HTMLElement>('[data-trend-figure]')];
const status = document.querySelector('[data-shown]');

document.querySelector<HTMLInputElement>('[data-filter-trends]')?.addEventListener('input', ({ target }) => {
  const words = (target as HTMLInputElement).value.toLowerCase().split(/\s+/);
  const matches = (figure: HTMLElement): boolean =>
    words.every((word) => (figure.dataset.trendFigure ?? '').includes(word));
  for (const figure of figures) figure.hidden = !matches(figure);
  const shown = figures.filter((figure) => !figure.hidden).length;
  if (status) status.textContent = `${shown} of ${figures.length} shown.`;
});

document.documentElement.dataset.ready = 'true';
