import { formatJson } from '../report/json-summary.ts';
import { type Figure, readFigures } from './figures.ts';
import type { Format } from './format.ts';

interface Measure {
  value: number;
  lower_value?: number;
  upper_value?: number;
}

/**
 * Bencher Metric Format: { benchmark: { measure: { value, lower_value?, upper_value? } } }
 * (bencher.dev/docs/reference/bencher-metric-format). Measures are named as in `Figure`, in ns and bytes.
 */
export const bencher: Format = {
  name: 'bencher',
  purpose: 'Bencher (bencher run --adapter json --file): Bencher Metric Format',
  async *write(path) {
    const benchmarks = new Map<string, Record<string, Measure>>();
    for (const figure of await readFigures(path)) {
      const measures = benchmarks.get(figure.subject) ?? {};
      measures[figure.metric] = measureOf(figure);
      benchmarks.set(figure.subject, measures);
    }
    yield `${formatJson(Object.fromEntries(benchmarks))}\n`;
  },
};

const measureOf = ({ value, interval }: Figure): Measure => ({
  value,
  ...(interval && { lower_value: interval.low, upper_value: interval.high }),
});
