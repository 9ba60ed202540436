import type { Trend } from './trends.ts';

/** 'catalog as container (runc)', with how it starts where that is not cold. */
export const trendName = ({ workload, runner, variant, condition }: Trend): string =>
  `${workload} as ${runner} (${variant})${condition === 'cold' ? '' : ` @${condition}`}`;

/** 'A', 'B', …: machine classes in charts, whose names would not fit. */
export const machineLetter = (place: number): string =>
  place < 26 ? String.fromCharCode(65 + place) : `M${place + 1}`;
