import { describe, expect, test } from 'vitest';
import { formatJson } from '../json-summary.ts';
import { toJsonComparisons } from './json.ts';
import { SCENARIOS } from './testing/scenarios.ts';

/** Every number in a value, however deep, with its path. */
function* numbersIn(value: unknown, path = ''): Generator<[path: string, number: number]> {
  if (typeof value === 'number') yield [path, value];
  if (typeof value === 'object' && value !== null)
    for (const [key, item] of Object.entries(value)) yield* numbersIn(item, `${path}.${key}`);
}

test('keys stay as they are', async () => {
  const comparison = await SCENARIOS['two-runs']?.();
  if (!comparison) throw new Error('there is no scenario');
  const [first, ...others] = comparison.subjects;
  expect(others).toHaveLength(3);
  const short = { ...comparison, subjects: first ? [first] : [] };
  await expect(`${formatJson(toJsonComparisons([short]))}\n`).toMatchFileSnapshot('golden/two-runs.json.txt');
});

describe.each(Object.entries(SCENARIOS))('%s', (_name, compare) => {
  test('leads with its schema, has finite numbers only, and parses to the same data', async () => {
    const json = toJsonComparisons([await compare()]);
    expect(Object.keys(json)[0]).toBe('schema');
    const text = formatJson(json);
    expect(text).not.toMatch(/[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|(?!\n)\p{Cc}/u);
    for (const [path, number] of numbersIn(json)) expect(number, path).toSatisfy(Number.isFinite);
    expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(json)));
  });

  test('names the unit in the keys of what has one', async () => {
    const rows = toJsonComparisons([await compare()]).comparisons.flatMap(({ subjects }) =>
      subjects.flatMap((subject) => subject.rows),
    );
    for (const row of rows) {
      const suffix = row.unit === 'ns' ? 'Ns' : 'Bytes';
      expect(Object.keys(row)).toEqual(
        expect.arrayContaining(['oldMedian', 'newMedian', 'shift'].map((key) => key + suffix)),
      );
    }
  });
});
