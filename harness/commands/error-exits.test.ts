import { Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { main } from '../cli.ts';
import { ColdbenchError, UsageError } from '../model/errors.ts';
import { errorExitsOf } from './error-exits.ts';
import type { Io } from './io.ts';

describe('an error of a gate', () => {
  const { of } = errorExitsOf('gate');
  test.each([
    [new UsageError('ANY', ''), 3],
    [new ColdbenchError('RESULT_NOT_FOUND', ''), 3],
    [new ColdbenchError('NOTHING_TO_MEASURE', ''), 4],
    [new ColdbenchError('DISK_FULL', ''), 4],
    [new ColdbenchError('HANDLER_FAILED', ''), 2],
    [new ColdbenchError('A_CODE_OF_TOMORROW', ''), 2],
  ])('%o ends with %i, and never with 1', (error, code) => {
    expect(of(error)).toBe(code);
  });
});

test.each([['bench'], [null]])('other commands (%s) end with 2 for usage and 1 for the rest', (command) => {
  const { of, crashed } = errorExitsOf(command);
  expect([of(new UsageError('ANY', '')), of(new ColdbenchError('ANY', ''))]).toEqual([2, 1]);
  expect(crashed).toBeNull();
});

describe('a fault of the program itself', () => {
  let stderr = '';
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const kept = new Writable({
    write(chunk, _encoding, done) {
      stderr += String(chunk);
      done();
    },
  });
  const io: Io = {
    stdout: nowhere,
    stderr: kept,
    get env(): never {
      throw new TypeError('a fault');
    },
  };

  test('ends a gate with 70 and its stack, not with what Node gives to an error that nobody catches', async () => {
    expect(await main(['gate', 'new.ndjson', '--baseline', 'old.ndjson'], io)).toBe(70);
    expect(stderr).toMatch(/TypeError: a fault\n\s+at /);
  });

  test('is thrown by any other command', async () => {
    await expect(main(['bench', '--workload', 'noop'], io)).rejects.toThrow('a fault');
  });
});
