import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { textWidth } from '../report/text.ts';
import { ILL, WELL } from './fixtures/doctor-report.ts';
import { formatDoctor } from './format-doctor.ts';

const PLAIN = { color: false, width: 80, unicode: true };

test.each([
  ['well', WELL, PLAIN],
  ['ill', ILL, PLAIN],
  ['ill-ascii', ILL, { ...PLAIN, unicode: false }],
  ['ill-narrow', ILL, { ...PLAIN, width: 50 }],
  ['ill-color', ILL, { ...PLAIN, color: true }],
])('formatDoctor() prints golden/doctor-%s.txt', async (name, report, look) => {
  await expect(formatDoctor(report, look)).toMatchFileSnapshot(`golden/doctor-${name}.txt`);
});

test('no line is wider than asked, down to 40 columns', () => {
  for (let width = 40; width <= 120; width += 1) {
    const lines = formatDoctor(ILL, { ...PLAIN, width }).split('\n');
    expect(Math.max(...lines.map(textWidth))).toBeLessThanOrEqual(width);
  }
});

test('without UTF-8 every character is ASCII', () => {
  expect(formatDoctor(ILL, { ...PLAIN, unicode: false })).toMatch(/^[\n -~]*$/);
});

test('colour adds nothing but colour', () => {
  expect(stripVTControlCharacters(formatDoctor(ILL, { ...PLAIN, color: true }))).toBe(
    formatDoctor(ILL, PLAIN),
  );
});

test('control characters of a probe’s reason never reach the terminal', () => {
  expect(formatDoctor(ILL, PLAIN)).not.toContain('\u001b');
});
