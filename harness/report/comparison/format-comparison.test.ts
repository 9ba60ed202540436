import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { Comparison } from '../../compare/comparison.ts';
import { textWidth } from '../text.ts';
import { formatComparisons } from './format-comparison.ts';
import { SCENARIOS } from './testing/scenarios.ts';

const PLAIN = { color: false, unicode: true, width: 100 };
const WIDTHS = [60, 80, 100, 120, 160];

const comparisons = new Map<string, Comparison>();
for (const [name, compare] of Object.entries(SCENARIOS)) comparisons.set(name, await compare());

function scenario(name: string): Comparison {
  const comparison = comparisons.get(name);
  if (!comparison) throw new Error(`there is no scenario ${name}`);
  return comparison;
}

const golden = (name: string) => `golden/${name}.txt`;

describe('golden files', () => {
  test.each([...comparisons])('%s', async (name, comparison) => {
    await expect(formatComparisons([comparison], PLAIN)).toMatchFileSnapshot(golden(name));
  });

  test.each(WIDTHS.filter((width) => width !== PLAIN.width))('two runs at %d columns', async (width) => {
    await expect(formatComparisons([scenario('two-runs')], { ...PLAIN, width })).toMatchFileSnapshot(
      golden(`two-runs-${width}`),
    );
  });

  test('two runs in colour', async () => {
    await expect(formatComparisons([scenario('two-runs')], { ...PLAIN, color: true })).toMatchFileSnapshot(
      golden('two-runs-color'),
    );
  });

  test('two runs in ASCII', async () => {
    await expect(formatComparisons([scenario('two-runs')], { ...PLAIN, unicode: false })).toMatchFileSnapshot(
      golden('two-runs-ascii'),
    );
  });

  test('three runs', async () => {
    const three = [scenario('nothing-differs'), scenario('other-machine-no-ratios')];
    await expect(formatComparisons(three, PLAIN)).toMatchFileSnapshot(golden('three-runs'));
  });
});

describe.each([...comparisons])('%s', (_name, comparison) => {
  const text = formatComparisons([comparison], PLAIN);

  test.each(WIDTHS)('no line is wider than %d columns', (width) => {
    for (const unicode of [true, false]) {
      const lines = formatComparisons([comparison], { color: false, unicode, width }).split('\n');
      expect(lines.filter((line) => textWidth(line) > width)).toEqual([]);
    }
  });

  test('has no control or invisible characters, no trailing spaces, and nothing that is not a number', () => {
    expect(text).not.toMatch(/[\p{Cf}\p{Cs}\p{Co}]|(?!\n)\p{Cc}/u);
    expect(text).not.toMatch(/ $/m);
    expect(text).not.toMatch(/NaN|Infinity|undefined|null/);
  });

  test('colour changes nothing but colour', () => {
    expect(stripVTControlCharacters(formatComparisons([comparison], { ...PLAIN, color: true }))).toBe(text);
  });

  test('is pure ASCII for a terminal without UTF-8', () => {
    expect(formatComparisons([comparison], { ...PLAIN, unicode: false })).toMatch(/^[\n -~]*$/);
  });

  test('does not change its input', () => {
    const before = JSON.stringify(comparison);
    formatComparisons([comparison], PLAIN);
    expect(JSON.stringify(comparison)).toBe(before);
  });
});
