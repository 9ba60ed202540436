import { expect, test } from 'vitest';
import { memoryHost } from './fixtures/memory-host.ts';
import { hostFiles, readLine, readNumber } from './host-files.ts';

test('what this host does not have reads as absent, not as an error', () => {
  expect(hostFiles.read('/no/such/file')).toBeNull();
  expect(hostFiles.list('/no/such/folder')).toEqual([]);
  expect(hostFiles.link('/no/such/link')).toBeNull();
  expect(hostFiles.read('/')).toBeNull();
});

test('a programming error is not taken for an absent file', () => {
  expect(() => hostFiles.read('a\0b')).toThrow(TypeError);
});

test('readLine() trims, and an empty file is absent', () => {
  const files = memoryHost({ '/a': ' tsc \n', '/b': '\n' });
  expect([readLine(files, '/a'), readLine(files, '/b'), readLine(files, '/c')]).toEqual(['tsc', null, null]);
});

test('readNumber() takes whole numbers only', () => {
  const files = memoryHost({ '/a': '-1\n', '/max': 'max\n', '/unknown': '<unknown>\n' });
  expect(['/a', '/max', '/unknown', '/absent'].map((path) => readNumber(files, path))).toEqual([
    -1,
    null,
    null,
    null,
  ]);
});
