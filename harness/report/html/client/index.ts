import type { PageData } from '../page-data.ts';
import { ChartViews } from './chart-views.ts';
import { enableDownloads } from './download.ts';
import { readData } from './read-data.ts';
import { enableTables } from './tables.ts';
import { enableThemes } from './themes.ts';

enableTables();
const data = await readData<PageData>();
const views = new ChartViews(data);
enableThemes((theme) => views.setTheme(theme));
enableDownloads(data);
document.documentElement.dataset.ready = 'true';
