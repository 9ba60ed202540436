import { describe, expect, test } from 'vitest';
import type { Comparison } from '../compare/comparison.ts';
import { SCENARIOS } from '../report/comparison/testing/scenarios.ts';
import { comparisonMarkdown } from './comparison-markdown.ts';

const comparisons = new Map<string, Comparison>();
for (const [name, compare] of Object.entries(SCENARIOS)) comparisons.set(name, await compare());

function scenario(name: string): Comparison {
  const comparison = comparisons.get(name);
  if (!comparison) throw new Error(`there is no scenario ${name}`);
  return comparison;
}

const textOf = (...compared: readonly Comparison[]): string => comparisonMarkdown.format(compared, []);

test.each(['two-runs', 'other-machine', 'x64-and-arm64-asked', 'two-workloads'])(
  '%s keeps its text',
  async (name) => {
    await expect(textOf(scenario(name))).toMatchFileSnapshot(`golden/comparison-${name}.md`);
  },
);

test('begins with how many rows have which verdict, the worst first', () => {
  const [heading = ''] = textOf(scenario('two-runs')).split('\n');
  expect(heading).toMatch(/^## \d+ slower, \d+ larger, \d+ faster, \d+ inconclusive, \d+ same$/);
  const rows = scenario('two-runs').subjects.flatMap((subject) =>
    subject.rows.filter(({ hypothesis }) => hypothesis),
  );
  const counts = [...heading.matchAll(/\d+/g)].map(([count]) => Number(count));
  expect(counts.reduce((a, b) => a + b)).toBe(rows.length);
});

test('a subject that no longer works is in the heading', () => {
  const text = textOf(scenario('incomplete-and-failing'));
  expect(text).toMatch(/^## 1 failing, /);
  expect(text).toMatch(/\*\*hash&#47;container&#47;node\*\*: no trial succeeded/);
});

test('of another machine has ratios and no verdicts', () => {
  const text = textOf(scenario('other-machine'));
  expect(text).toMatch(/^## Not compared: different machines/);
  expect(text).toMatch(/\| container \| [\d.]+x \[[\d.]+x, [\d.]+x\] \|/);
  expect(text).not.toMatch(/\| verdict/);
});

test('of two machines never begins with which is faster: ratios and fixed work come before any figure', () => {
  const text = textOf(scenario('x64-and-arm64-asked'));
  expect(text).toMatch(/^## Different machines\n/);
  const places = ['over a plain process', 'Fixed work', 'That is within what the machines', '| verdict'];
  const found = places.map((place) => text.indexOf(place));
  expect(found).toEqual(found.toSorted((a, b) => a - b));
  expect(found[0]).toBeGreaterThan(0);
});

describe.each([...comparisons])('%s', (_name, comparison) => {
  test('is a comment with details that open and close, and tables whose rows fit their heads', () => {
    const text = textOf(comparison);
    expect(text.length).toBeLessThanOrEqual(65_000);
    expect(text.match(/<details>/g)?.length).toBe(text.match(/<\/details>/g)?.length);
    for (const table of text.match(/(?:^\|.*\n)+/gm) ?? [])
      expect(
        new Set(
          table
            .trimEnd()
            .split('\n')
            .map((line) => line.split('|').length),
        ).size,
      ).toBe(1);
    expect(text).not.toMatch(/NaN|Infinity|undefined|null/);
  });
});

test('many comparisons and many subjects stay within a comment, and say what they left out', () => {
  const comparison = scenario('two-runs');
  const [subject] = comparison.subjects;
  if (!subject) throw new Error('no subject');
  const many = {
    ...comparison,
    subjects: Array.from({ length: 300 }, (_, i) => ({ ...subject, variant: `v${i}` })),
  };
  for (const compared of [[many], Array.from({ length: 40 }, () => many)]) {
    const text = textOf(...compared);
    expect(text.length).toBeLessThanOrEqual(65_000);
    expect(text.length).toBeGreaterThan(30_000);
    expect(text).toMatch(/left out for length/);
  }
});
