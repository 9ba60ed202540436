import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mapStrings, safeText, toAscii } from './sanitize.ts';
import { textWidth } from './text.ts';

describe('safeText()', () => {
  test.each([
    ['colour', '\u001b[31mred\u001b[0m', 'red'],
    ['cursor movement', 'a\u001b[2J\u001b[1;1Hb', 'ab'],
    ['8-bit CSI', 'a\u009b31mb', 'ab'],
    ['window title', '\u001b]0;owned\u0007name', 'name'],
    ['link', '\u001b]8;;https://evil.example\u001b\\click\u001b]8;;\u001b\\', 'click'],
    ['device control string', '\u001bPq#0;2;0\u001b\\x', 'x'],
    ['8-bit OSC', '\u009d0;owned\u009cx', 'x'],
    ['unterminated OSC, whose text stays', '\u001b]0;all the rest', ']0;all the rest'],
    ['terminal reset', '\u001bcname', 'name'],
    ['charset switch', '\u001b(0name', 'name'],
    ['lone escape', 'a\u001b', 'a'],
    ['nested so that removal makes a new one', '\u001b\u001b[31m[31mred', '[31mred'],
    ['newlines and tabs', 'one\r\ntwo\tthree\u2028four', 'one two three four'],
    ['backspaces', 'safe\b\b\b\bevil', 'safeevil'],
    ['null and delete', 'a\u0000\u007fb', 'ab'],
    ['bidi override', 'a\u202eb\u2066c\u2069', 'abc'],
    ['zero width and soft hyphen', 'a\u200bb\u00adc\ufeff', 'abc'],
    ['tag characters', 'a\u{e0041}b', 'ab'],
    ['lone surrogate', 'a\ud800b', 'ab'],
    ['piles of marks', `e${'\u0301'.repeat(50)}x`, 'e\u0301\u0301x'],
    ['honest names', 'ünïcødé 漢字 🚀 (node:24)', 'ünïcødé 漢字 🚀 (node:24)'],
  ])('%s', (_case, hostile, clean) => {
    expect(safeText(hostile)).toBe(clean);
  });

  test('shortens a name of 10 kB, and says so with an ellipsis', () => {
    expect(safeText('x'.repeat(10_000), 20)).toBe(`${'x'.repeat(19)}…`);
  });

  test.each(['\u001b]', '\u009d', '\u001b[', '\u001b\u001b', ' \u200b', 'e\u0301'])(
    'takes no long time for ten million characters of %j',
    (part) => {
      const start = performance.now();
      safeText(part.repeat(10_000_000 / part.length));
      expect(performance.now() - start).toBeLessThan(1000);
    },
  );

  test('whatever comes in, one printable line of the asked width comes out', () => {
    const anything = fc.string({ unit: 'binary', maxLength: 300 });
    const escapes = fc.constantFrom(
      '\u001b[',
      '\u001b]',
      '\u001b',
      '\u009b',
      '\u0007',
      '\u202e',
      '31m',
      '\n',
    );
    const hostile = fc.array(fc.oneof(anything, escapes), { maxLength: 20 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(hostile, fc.integer({ min: 1, max: 80 }), (text, width) => {
        const safe = safeText(text, width);
        expect(safe).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
        expect(textWidth(safe)).toBeLessThanOrEqual(width);
      }),
    );
  });
});

test('toAscii() keeps the width of what it replaces, but for characters of two columns', () => {
  expect(toAscii('12.3 µs – a… │')).toBe('12.3 us - a~ ?');
});

test('mapStrings() reaches every string, keys included, and nothing else', () => {
  const upper = (text: string) => text.toUpperCase();
  const hostile = JSON.parse('{"a":["b",{"c":"d","n":1,"z":null}],"__proto__":"e"}') as unknown;
  expect(JSON.stringify(mapStrings(hostile, upper))).toBe(
    '{"A":["B",{"C":"D","N":1,"Z":null}],"__PROTO__":"E"}',
  );
});
