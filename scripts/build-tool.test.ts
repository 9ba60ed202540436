import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkBuildNeeds } from './build-tool.mjs';

const BUILD = { needs: { cmake: 'cmake', libtoolize: 'libtool' } };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'coldbench-test-path-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('says what a build needs, what of it is absent, and how to get that', () => {
  writeFileSync(join(folder, 'cmake'), '', { mode: 0o755 });
  const check = () => checkBuildNeeds('some-client', BUILD, { PATH: folder });
  expect(check).toThrow(
    'some-client has to be built here, which needs cmake, libtoolize: there is no libtoolize.',
  );
  expect(check).toThrow(
    expect.objectContaining({ remedy: expect.stringContaining('apt-get install libtool)') }),
  );
});

test('a file that cannot be run is no program', () => {
  for (const name of ['cmake', 'libtoolize']) writeFileSync(join(folder, name), '', { mode: 0o644 });
  // Whoever is root may run what anybody may run; these nobody may.
  expect(() => checkBuildNeeds('some-client', BUILD, { PATH: folder })).toThrow(
    'there is no cmake, libtoolize.',
  );
});
