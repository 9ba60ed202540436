import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { projectRoot } from '../../harness/project-root.ts';

let folder: string;
let checkout: string;
const git = (at: string, ...args: string[]): string =>
  execFileSync('git', ['-C', at, '-c', 'user.name=n', '-c', 'user.email=e', ...args], {
    encoding: 'utf8',
  }).trim();
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'coldbench-nightly-'));
  checkout = join(folder, 'service');
  git(folder, 'init', '--quiet', '--bare', 'origin.git');
  git(folder, 'clone', '--quiet', join(folder, 'origin.git'), checkout);
  writeFileSync(join(checkout, 'hello.ts'), "export const handler = () => 'hello';\n");
  git(checkout, 'add', '--all');
  git(checkout, 'commit', '--quiet', '--message', 'x');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const night = () => {
  const { PATH = '' } = process.env;
  return spawnSync(join(projectRoot(), '.ci/templates/nightly.sh'), [checkout, './hello.ts'], {
    encoding: 'utf8',
    env: { PATH, HOME: folder, BUDGET: '1s', RUNNERS: 'process' },
  });
};

test("the template for cron keeps each night's result set at origin, and lists them", () => {
  for (const nights of [1, 2]) {
    const { status, stdout, stderr } = night();
    expect(status, stdout + stderr).toBe(0);
    const kept = git(
      join(folder, 'origin.git'),
      'ls-tree',
      '-r',
      '--name-only',
      'coldbench-history',
      '--',
      'runs',
    );
    expect(kept.split('\n')).toHaveLength(nights);
    expect(stdout).toMatch(new RegExp(`^${nights} runs? in .*history: median`, 'm'));
  }
  expect(readdirSync(join(checkout, '.coldbench')).filter((name) => name.endsWith('.ndjson'))).toEqual([]);
  expect(git(checkout, 'status', '--porcelain')).toBe('');
});

test('one that is under way already is not measured by another', () => {
  const lock = join(checkout, '.coldbench/lock');
  const held = spawnSync(
    'flock',
    [lock, join(projectRoot(), '.ci/templates/nightly.sh'), checkout, './hello.ts'],
    {
      encoding: 'utf8',
    },
  );
  expect(held.status).toBe(1);
  expect(held.stderr).toContain('another run is under way');
});
