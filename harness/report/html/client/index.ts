import type { PageData } from '../page-data.ts';
import { ChartViews } from './chart-views.ts';
import { enableDownloads } from './download.ts';
import { enableTables } from './tables.ts';
import { enableThemes } from './themes.ts';

/** The data is gzipped JSON in base64. */
async function readData(): Promise<PageData> {
  const text = document.getElementById('data')?.textContent ?? '';
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return (await new Response(stream).json()) as PageData;
}

enableTables();
const data = await readData();
const views = new ChartViews(data);
enableThemes((theme) => views.setTheme(theme));
enableDownloads(data);
document.documentElement.dataset.ready = 'true';
