import { formatJson } from '../report/json-summary.ts';
import { readFigures } from './figures.ts';
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
    const entries = figures.map(({ subject, metric, unit, value, interval, n }) => ({
      name: `${subject} ${metric}`,
      unit,
      value,
      ...(interval && { range: `${Math.round(interval.low)} to ${Math.round(interval.high)}` }),
      ...(n !== null && { extra: `median of ${n} trials` }),
    }));
    yield `${formatJson(entries)}\n`;
  },
};
