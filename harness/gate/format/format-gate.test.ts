import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { textWidth } from '../../report/text.ts';
import type { GateResult } from '../gate-result.ts';
import { SCENARIOS } from '../testing/scenarios.ts';
import { formatGate } from './format-gate.ts';

const PLAIN = { color: false, unicode: true, width: 100 };
const WIDTHS = [60, 80, 100, 160];

const results = new Map<string, GateResult>();
for (const [name, make] of Object.entries(SCENARIOS)) results.set(name, await make());

describe.each([...results])('%s', (name, result) => {
  const text = formatGate(result, PLAIN);

  test('golden file', async () => {
    await expect(text).toMatchFileSnapshot(`golden/${name}.txt`);
  });

  test.each(WIDTHS)('no line is wider than %d columns', (width) => {
    for (const unicode of [true, false]) {
      const lines = formatGate(result, { color: false, unicode, width }).split('\n');
      expect(lines.filter((line) => textWidth(line) > width)).toEqual([]);
    }
  });

  test('has no control or invisible characters, no trailing spaces, and nothing that is not a number', () => {
    expect(text).not.toMatch(/[\p{Cf}\p{Cs}\p{Co}]|(?!\n)\p{Cc}/u);
    expect(text).not.toMatch(/ $/m);
    expect(text).not.toMatch(/NaN|Infinity|undefined|null/);
  });

  test('colour changes nothing but colour, and ASCII is ASCII', () => {
    expect(stripVTControlCharacters(formatGate(result, { ...PLAIN, color: true }))).toBe(text);
    expect(formatGate(result, { ...PLAIN, unicode: false })).toMatch(/^[\n -~]*$/);
  });
});
