import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { textWidth } from '../report/text.ts';
import { formatSummary } from './format-summary.ts';
import { type HyperfineSummary, summarizeRun } from './summary.ts';
import { SCENARIOS, sampleRun } from './testing/scenarios.ts';

const PLAIN = { color: false, unicode: true, width: 100 };
const WIDTHS = [60, 80, 100, 120, 160];

const summaries = new Map<string, HyperfineSummary>();
for (const [name, commands] of Object.entries(SCENARIOS))
  summaries.set(name, summarizeRun(await sampleRun(commands)));

describe.each([...summaries])('%s', (name, summary) => {
  const text = formatSummary(summary, PLAIN);

  test('is shown as its golden file', async () => {
    await expect(text).toMatchFileSnapshot(`golden/show-${name}.txt`);
  });

  test.each(WIDTHS)('has no line wider than %d columns', (width) => {
    for (const unicode of [true, false]) {
      const lines = formatSummary(summary, { color: false, unicode, width }).split('\n');
      expect(lines.filter((line) => textWidth(line) > width)).toEqual([]);
    }
  });

  test('has no control or invisible characters, no trailing spaces, and nothing that is not a number', () => {
    expect(text).not.toMatch(/[\p{Cf}\p{Cs}\p{Co}]|(?!\n)\p{Cc}/u);
    expect(text).not.toMatch(/ $/m);
    expect(text).not.toMatch(/NaN|Infinity|undefined|null/);
  });

  test('says what is not known, whatever it holds', () => {
    expect(text).toMatch(/^Caveats$/m);
    for (const label of ['times', 'order', 'answers', 'machine'])
      expect(text).toMatch(new RegExp(`^${label} +\\p{Lu}`, 'mu'));
  });

  test('shows no block, seed, phase, runner or date', () => {
    expect(text).not.toMatch(/\bblock|\bseed\b|phase|runner|UTC|trial/);
  });

  test('is the same without colour, and pure ASCII without UTF-8', () => {
    expect(stripVTControlCharacters(formatSummary(summary, { ...PLAIN, color: true }))).toBe(text);
    expect(formatSummary(summary, { ...PLAIN, unicode: false })).toMatch(/^[\n -~]*$/);
  });
});
