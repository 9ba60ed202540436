import { distinct } from '../report/distinct.ts';
import { formatJson } from '../report/json-summary.ts';
import { type Figure, readFigures } from './figures.ts';
import type { Format } from './format.ts';

/**
 * `customSmallerIsBetter`: a list of { name, unit, value, range?, extra? }
 * (README of github.com/benchmark-action/github-action-benchmark).
 */
export const githubActionBenchmark: Format = {
  name: 'github-action-benchmark',
  purpose: 'benchmark-action/github-action-benchmark, tool: customSmallerIsBetter',
  async *write(path) {
    const figures = await readFigures(path);
    const names = namesOf(figures);
    const entries = figures.map(({ unit, value, interval, n }, index) => ({
      name: names[index],
      unit,
      value,
      ...(interval && { range: `${Math.round(interval.low)} to ${Math.round(interval.high)}` }),
      ...(n !== null && { extra: `median of ${n} trials` }),
    }));
    yield `${formatJson(entries)}\n`;
  },
};

/** The action writes names between backquotes into a table of its comments: neither sign may end them there. */
const namesOf = (figures: readonly Figure[]): string[] =>
  distinct(figures.map(({ subject, metric }) => `${subject} ${metric}`.replace(/[`|]/g, "'")));
