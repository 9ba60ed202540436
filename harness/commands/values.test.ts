import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { collectLabel, parseCount, parseDuration, parsePercent, parseSince, parseUntil } from './values.ts';

describe('parseDuration()', () => {
  it.each([
    ['90s', 90e9],
    ['500ms', 500e6],
    ['1.5s', 1.5e9],
    ['2m', 120e9],
    ['1h', 3600e9],
  ])('reads %s', (text, ns) => expect(parseDuration(text)).toBe(ns));

  it('refuses a bare number and says how to write it', () => {
    expect(() => parseDuration('90')).toThrow('as in 90s');
  });

  it.each(['', 's', '-1s', '0s', '1 s', '90sec', '1e3s', '∞', `${'9'.repeat(20)}h`])('refuses %j', (text) => {
    expect(() => parseDuration(text)).toThrow('as in');
  });

  it('reads every whole number of milliseconds exactly', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 1e9 }), (ms) => parseDuration(`${ms}ms`) === ms * 1e6));
  });
});

describe('parsePercent()', () => {
  it('reads a percentage as a share', () => expect(parsePercent('2%')).toBe(0.02));
  it('refuses a bare number and says how to write it', () => {
    expect(() => parsePercent('2')).toThrow('as in 2%');
  });
  it.each(['0%', '100%', '-2%', 'two%', '%', ''])('refuses %j', (text) => {
    expect(() => parsePercent(text)).toThrow('between 0% and 100%');
  });
});

describe('parseCount()', () => {
  it('reads a whole number within its range', () => expect(parseCount(1, 10)('7')).toBe(7));
  it.each(['0', '11', '1.5', '-1', 'ten', ''])('refuses %j', (text) => {
    expect(() => parseCount(1, 10)(text)).toThrow('from 1 to 10');
  });
});

describe('collectLabel()', () => {
  it('collects keys and values, the last of a key winning', () => {
    expect(['a=1', 'b=x=y', 'a=2'].reduce((labels, text) => collectLabel(text, labels), {})).toEqual({
      a: '2',
      b: 'x=y',
    });
  });
  it.each(['novalue', '=x', 'a b=c'])('refuses %j', (text) =>
    expect(() => collectLabel(text)).toThrow('--label'),
  );
});

describe('parseSince() and parseUntil()', () => {
  it.each([
    ['2026-11-26', '2026-11-26T00:00:00.000Z', '2026-11-26T23:59:59.999Z'],
    ['2026-11-26T10:05Z', '2026-11-26T10:05:00.000Z', '2026-11-26T10:05:00.000Z'],
    ['2028-02-29T10:05:06.5Z', '2028-02-29T10:05:06.500Z', '2028-02-29T10:05:06.500Z'],
  ])('read %s in UTC; until a day is until its end', (text, since, until) => {
    expect(new Date(parseSince(text)).toISOString()).toBe(since);
    expect(new Date(parseUntil(text)).toISOString()).toBe(until);
  });
  it.each(['yesterday', '26.11.2026', '2026-02-31', '2026-13-01', '2026-11-26T10:05', '2026', ''])(
    'refuse %j',
    (text) => {
      expect(() => parseSince(text)).toThrow('as in 2026-11-26');
      expect(() => parseUntil(text)).toThrow('as in 2026-11-26');
    },
  );
});
