import { burst } from './burst.ts';
import { memory, size } from './bytes.ts';
import type { Chart } from './chart.ts';
import { density } from './density.ts';
import { ladder } from './ladder.ts';
import { limits } from './limits.ts';
import { load } from './load.ts';
import { order } from './order.ts';
import { phases } from './phases.ts';
import { ranking } from './ranking.ts';
import { trials } from './trials.ts';
import { warm } from './warm.ts';

/** In the order of the page; a new chart is a file and a line here. */
export const CHARTS: readonly Chart[] = [
  ranking,
  phases,
  ladder,
  trials,
  warm,
  order,
  memory,
  size,
  load,
  burst,
  density,
  limits,
];
