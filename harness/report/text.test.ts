import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { listing, shorten, textWidth, wrapItems, wrapText } from './text.ts';

test.each([
  ['abc', 3],
  ['\u001b[31mabc\u001b[39m', 3],
  ['漢字', 4],
  ['e\u0301', 1],
  ['🚀', 2],
  ['▓░µ…–', 5],
  ['', 0],
])('textWidth(%j) is %d', (text, width) => {
  expect(textWidth(text)).toBe(width);
});

test('shorten() counts columns, not characters', () => {
  expect(shorten('漢字漢字', 5)).toBe('漢字…');
  expect(shorten('abcde', 5)).toBe('abcde');
  expect(shorten('abcdef', 5)).toBe('abcd…');
});

describe('wrapText()', () => {
  test('breaks at spaces, and long words where it must', () => {
    expect(wrapText('one two three', 7)).toEqual(['one two', 'three']);
    expect(wrapText('a abcdefghij b', 4)).toEqual(['a', 'abcd', 'efgh', 'ij b']);
    expect(wrapText('', 10)).toEqual([]);
  });

  test('keeps every word and no line is too wide', () => {
    const words = fc.array(fc.stringMatching(/^[a-z]{1,30}$/), { minLength: 1 });
    fc.assert(
      fc.property(words, fc.integer({ min: 5, max: 40 }), (list, width) => {
        const lines = wrapText(list.join(' '), width);
        expect(lines.every((line) => line !== '' && textWidth(line) <= width)).toBe(true);
        expect(lines.join('').replaceAll(' ', '')).toBe(list.join(''));
      }),
    );
  });
});

test('wrapItems() keeps items whole and separators at line ends', () => {
  expect(wrapItems(['seed 1', '8 GB', 'a long item'], 13)).toEqual(['seed 1 ·', '8 GB ·', 'a long item']);
});

test('listing() reads as a sentence does', () => {
  expect([listing([]), listing(['a']), listing(['a', 'b']), listing(['a', 'b', 'c'])]).toEqual([
    '',
    'a',
    'a and b',
    'a, b and c',
  ]);
});
