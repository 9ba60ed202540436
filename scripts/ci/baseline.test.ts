import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { projectRoot } from '../../harness/project-root.ts';

let folder: string;
const git = (...args: string[]): string =>
  execFileSync('git', ['-C', folder, '-c', 'user.name=n', '-c', 'user.email=e', ...args], {
    encoding: 'utf8',
  });

function write(files: Readonly<Record<string, string>>) {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  git('add', '--all');
  git('commit', '--quiet', '--message', 'x');
}

/** A package in a folder of the repository, so that no registry is asked. */
const packageFiles = (version: string) => ({
  'service/package.json': JSON.stringify({
    name: 's',
    version: '1.0.0',
    dependencies: { dep: 'file:../dep' },
  }),
  'service/package-lock.json': JSON.stringify({
    name: 's',
    version: '1.0.0',
    lockfileVersion: 3,
    packages: {
      '': { name: 's', version: '1.0.0', dependencies: { dep: 'file:../dep' } },
      '../dep': { version },
      'node_modules/dep': { resolved: '../dep', link: true },
    },
  }),
  'dep/package.json': JSON.stringify({ name: 'dep', version, main: 'index.js' }),
  'dep/index.js': `module.exports = '${version}';\n`,
});

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'coldbench-baseline-'));
  mkdirSync(join(folder, 'temp'));
  git('init', '--quiet');
  write({
    '.gitignore': 'node_modules\ntemp\n',
    ...packageFiles('1.0.0'),
    'service/a b.ts': 'export const old = 1;\n',
  });
  write({ ...packageFiles('2.0.0'), 'service/a b.ts': 'export const changed = 1;\n', 'added.ts': '' });
});
afterAll(() => rmSync(folder, { recursive: true }));

function baseline(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(join(projectRoot(), 'scripts/ci/baseline.sh'), args, {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, RUNNER_TEMP: join(folder, 'temp') },
  });
  return { status, path: stdout.trim(), stderr };
}

describe('baseline.sh', () => {
  test('prints where the module is as it was, beside its dependencies as they were', () => {
    const { status, path, stderr } = baseline('HEAD^', 'service/a b.ts');
    expect(status, stderr).toBe(0);
    expect(readFileSync(path, 'utf8')).toBe('export const old = 1;\n');
    expect(readFileSync(join(dirname(path), 'node_modules/dep/index.js'), 'utf8')).toContain('1.0.0');
  });

  test('keeps it outside of this checkout, whose dependencies it would find', () => {
    const { path } = baseline('HEAD^', 'service/a b.ts');
    expect(path.startsWith(join(folder, 'temp/'))).toBe(true);
    expect(git('worktree', 'list').trim().split('\n')).toHaveLength(1);
    expect(git('status', '--porcelain')).toBe('');
  });

  test.each([
    ['a module that is new', ['HEAD^', 'added.ts'], 3, /added\.ts is not in HEAD\^/],
    ['a revision that is not there', ['HEAD~7', 'added.ts'], 1, /no revision HEAD~7 here.*fetch-depth/s],
    ['a revision that looks like an option', ['--help', 'added.ts'], 1, /no revision --help here/],
    ['a built-in workload by name', ['HEAD', 'catalog'], 2, /no module catalog.*name the file/s],
    ['too few arguments', ['HEAD'], 2, /a revision and a module/],
  ])('%s is told', (_what, args, code, message) => {
    const before = readdirSync(join(folder, 'temp'));
    const { status, path, stderr } = baseline(...args);
    expect({ status, path }).toEqual({ status: code, path: '' });
    expect(stderr).toMatch(message);
    expect(readdirSync(join(folder, 'temp'))).toEqual(before);
  });
});
