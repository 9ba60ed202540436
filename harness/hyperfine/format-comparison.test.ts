import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { CompareOptions } from '../compare/comparison.ts';
import { sampleComparable } from '../compare/testing/sample-set.ts';
import { textWidth } from '../report/text.ts';
import { compareCommands, compareTimes } from './compare.ts';
import { formatTimesComparisons } from './format-comparison.ts';
import type { SampleCommand } from './testing/exports.ts';
import { SCENARIOS, sampleRun } from './testing/scenarios.ts';
import { timesOfRun, timesOfSet } from './times.ts';
import type { TimesComparison } from './times-comparison.ts';

const PLAIN = { color: false, unicode: true, width: 100 };
const WIDTHS = [60, 80, 100, 120, 160];
const OPTIONS: CompareOptions = { threshold: 0.01, metrics: [], acrossMachines: false };

async function files(old: readonly SampleCommand[], fresh: readonly SampleCommand[]) {
  const [a, b] = [await sampleRun(old, 'results/old.json'), await sampleRun(fresh, 'results/new.json')];
  return compareTimes(timesOfRun(a), timesOfRun(b), OPTIONS);
}

const TWO = [{ command: 'node a.js' }, { command: 'node b.js', medianMs: 61 }];
const hostile = SCENARIOS.hostile ?? [];

const COMPARISONS: Readonly<Record<string, TimesComparison>> = {
  'two-files': await files(TWO, [
    { command: 'node a.js', medianMs: 52, fails: { 3: 1 } },
    { command: 'node b.js', medianMs: 61.1 },
    { command: 'node c.js' },
  ]),
  'other-commands': await files([{ command: 'node old.js', n: 400 }], [{ command: 'node new.js', n: 400 }]),
  commands: compareCommands(
    await sampleRun([...TWO, { command: 'node c.js', medianMs: 43 }], 'results/ab.json'),
    OPTIONS,
  ),
  'few-runs': await files([{ n: 4 }], [{ n: 4, medianMs: 60 }]),
  zeros: await files(SCENARIOS.zeros ?? [], SCENARIOS.zeros ?? []),
  hostile: await files(hostile, [...hostile].reverse()),
  'beside-a-result-set': compareTimes(
    timesOfSet(await sampleComparable('results/set.ndjson', { subjects: [{}, { runner: 'container' }] })),
    timesOfRun(await sampleRun([{ command: 'hash/process/node', medianMs: 61 }, { command: 'other' }])),
    OPTIONS,
  ),
  'exported-before': compareTimes(
    timesOfRun(await sampleRun(SCENARIOS['written-by-another'])),
    timesOfSet(await sampleComparable('results/set.ndjson')),
    OPTIONS,
  ),
};

describe.each(Object.entries(COMPARISONS))('%s', (name, comparison) => {
  const text = formatTimesComparisons([comparison], PLAIN);

  test('is told as its golden file', async () => {
    await expect(text).toMatchFileSnapshot(`golden/compare-${name}.txt`);
  });

  test.each(WIDTHS)('has no line wider than %d columns', (width) => {
    for (const unicode of [true, false]) {
      const lines = formatTimesComparisons([comparison], { color: false, unicode, width }).split('\n');
      expect(lines.filter((line) => textWidth(line) > width)).toEqual([]);
    }
  });

  test('has no control or invisible characters, no trailing spaces, and nothing that is not a number', () => {
    expect(text).not.toMatch(/[\p{Cf}\p{Cs}\p{Co}]|(?!\n)\p{Cc}/u);
    expect(text).not.toMatch(/ $/m);
    expect(text).not.toMatch(/NaN|Infinity|undefined|null/);
  });

  test('says that the machine is unknown', () => {
    expect(text).toMatch(/^machine +Unknown/m);
  });

  test('is the same without colour, and pure ASCII without UTF-8', () => {
    const colored = formatTimesComparisons([comparison], { ...PLAIN, color: true });
    expect(stripVTControlCharacters(colored)).toBe(text);
    expect(formatTimesComparisons([comparison], { ...PLAIN, unicode: false })).toMatch(/^[\n -~]*$/);
  });
});
