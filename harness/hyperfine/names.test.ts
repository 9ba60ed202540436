import { expect, test } from 'vitest';
import { resultNames } from './names.ts';

test('a parameter that the command does not show stands behind it, as hyperfine prints it', () => {
  expect(
    resultNames([
      { command: 'sleep 1', parameters: { seconds: '1' } },
      { command: 'sort', parameters: { n: '3', mode: 'fast' } },
      { command: 'plain' },
    ]),
  ).toEqual(['sleep 1', 'sort (n = 3, mode = fast)', 'plain']);
});

test('a command that was measured twice has two names', () => {
  expect(resultNames([{ command: 'a' }, { command: 'b' }, { command: 'a' }])).toEqual(['a', 'b', 'a #2']);
});
