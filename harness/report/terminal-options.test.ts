import { describe, expect, test } from 'vitest';
import { terminalOptions } from './terminal-options.ts';

const tty = { isTTY: true, columns: 132 };
const pipe = {};

describe('colour', () => {
  test.each([
    ['a terminal', tty, {}, true],
    ['a pipe', pipe, {}, false],
    ['NO_COLOR', tty, { NO_COLOR: '1' }, false],
    ['NO_COLOR=0, which is set all the same', tty, { NO_COLOR: '0' }, false],
    ['an empty NO_COLOR', tty, { NO_COLOR: '' }, true],
    ['FORCE_COLOR on a pipe', pipe, { FORCE_COLOR: '1' }, true],
    ['an empty FORCE_COLOR on a pipe', pipe, { FORCE_COLOR: '' }, true],
    ['FORCE_COLOR=0', tty, { FORCE_COLOR: '0' }, false],
    ['FORCE_COLOR=false', tty, { FORCE_COLOR: 'false' }, false],
    ['NO_COLOR and FORCE_COLOR', tty, { NO_COLOR: '1', FORCE_COLOR: '1' }, false],
    ['a dumb terminal', tty, { TERM: 'dumb' }, false],
    ['FORCE_COLOR on a dumb terminal', tty, { TERM: 'dumb', FORCE_COLOR: '2' }, true],
  ])('%s', (_case, stream, env, color) => {
    expect(terminalOptions(stream, env).color).toBe(color);
  });
});

describe('unicode', () => {
  test.each([
    [{ LANG: 'en_US.UTF-8' }, true],
    [{ LANG: 'de_DE.utf8' }, true],
    [{ LANG: 'C' }, false],
    [{}, false],
    [{ LC_ALL: 'C', LANG: 'en_US.UTF-8' }, false],
    [{ LC_ALL: '', LC_CTYPE: 'C.UTF-8', LANG: 'C' }, true],
  ])('%j on Linux: %s', (env, unicode) => {
    expect(terminalOptions(tty, env, 'linux').unicode).toBe(unicode);
  });

  test('macOS speaks it unless a locale says otherwise', () => {
    expect(terminalOptions(tty, {}, 'darwin').unicode).toBe(true);
    expect(terminalOptions(tty, { LANG: 'C' }, 'darwin').unicode).toBe(false);
  });
});

test('the width is the terminal’s, else COLUMNS, else 100', () => {
  expect(terminalOptions(tty, { COLUMNS: '70' }).width).toBe(132);
  expect(terminalOptions(pipe, { COLUMNS: '70' }).width).toBe(70);
  expect(terminalOptions({ isTTY: true, columns: 0 }, {}).width).toBe(100);
  expect(['', '-1', 'wide', '1e9.5'].map((COLUMNS) => terminalOptions(pipe, { COLUMNS }).width)).toEqual([
    100, 100, 100, 100,
  ]);
});
