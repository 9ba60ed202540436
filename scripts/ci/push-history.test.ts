import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { writeSampleSet } from '../../harness/compare/testing/sample-set.ts';
import { projectRoot } from '../../harness/project-root.ts';
import { startGitServer } from './testing/git-server.ts';

const BRANCH = 'coldbench-history';

let folder: string;
let remote: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'coldbench-push-'));
  remote = join(folder, 'remote.git');
  execFileSync('git', ['init', '--quiet', '--bare', remote]);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const IDENTITY = ['-c', 'user.name=n', '-c', 'user.email=e'];
const git = (at: string, ...args: string[]): string =>
  execFileSync('git', ['-C', at, ...IDENTITY, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trim();
/** The result sets of the branch. */
const kept = (): string[] =>
  git(remote, 'ls-tree', '-r', '--name-only', BRANCH)
    .split('\n')
    .filter((path) => path.endsWith('.ndjson'));
const ending = { measuringNs: 1e9, insideTrialsNs: 1e9 };
const resultSet = (seed: number): Promise<string> =>
  writeSampleSet(join(folder, `run-${seed}.ndjson`), { seed, blocks: 1, ending });

/** The real script, with nobody's git configuration. */
function push(dir: string, files: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { PATH = '' } = process.env;
  const child = spawn(join(projectRoot(), 'scripts/ci/push-history.sh'), [join(folder, dir), ...files], {
    env: { PATH, HOME: folder, HISTORY_REMOTE: remote, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      text += chunk;
    });
  return new Promise<{ code: number | null; text: string }>((resolve) => {
    child.once('close', (code) => resolve({ code, text }));
  });
}

describe('push-history.sh', () => {
  test('makes the branch, without a parent, and adds to it later', async () => {
    expect(await push('first', [await resultSet(1)])).toMatchObject({ code: 0 });
    expect(await push('second', [await resultSet(2), await resultSet(3)])).toMatchObject({ code: 0 });
    expect(kept()).toHaveLength(3);
    expect(git(remote, 'rev-list', '--count', BRANCH)).toBe('2');
    expect(git(remote, 'ls-tree', '-r', '--name-only', BRANCH)).not.toMatch(/index\//);
  });

  test('adds nothing twice', async () => {
    const file = await resultSet(1);
    await push('first', [file]);
    expect(await push('second', [file])).toMatchObject({
      code: 0,
      text: expect.stringContaining('nothing new'),
    });
    expect(git(remote, 'rev-list', '--count', BRANCH)).toBe('1');
  });

  test('loses nothing when several push at the same time, to a branch that none of them found', async () => {
    const files = await Promise.all([1, 2, 3, 4, 5].map(resultSet));
    const pushed = await Promise.all(files.map((file, index) => push(`own-${index}`, [file])));
    for (const { code, text } of pushed) expect(code, text).toBe(0);
    expect(kept()).toHaveLength(5);
  });

  test('goes on with a folder of an earlier time', async () => {
    await push('own', [await resultSet(1)]);
    await push('other', [await resultSet(2)]);
    expect(await push('own', [await resultSet(3)])).toMatchObject({ code: 0 });
    expect(kept()).toHaveLength(3);
  });

  test('pushes later what could not be pushed', async () => {
    const hook = join(remote, 'hooks/pre-receive');
    writeFileSync(hook, '#!/bin/sh\necho closed for the night\nexit 1\n', { mode: 0o755 });
    const refused = await push('own', [await resultSet(1)], { HISTORY_ATTEMPTS: '2' });
    expect(refused.code).toBe(1);
    expect(refused.text).toMatch(
      /not pushed after 2 attempts:[\s\S]*closed for the night[\s\S]*contents: write/,
    );
    rmSync(hook);
    expect(await push('own', [await resultSet(2)])).toMatchObject({ code: 0 });
    expect(kept()).toHaveLength(2);
  });
});

describe('a branch that was rewritten', () => {
  /** As somebody does who removes old runs for good. */
  function rewrite() {
    const clone = join(folder, 'clone');
    git(folder, 'clone', '--quiet', '--branch', BRANCH, remote, clone);
    git(clone, 'checkout', '--quiet', '--orphan', 'pruned');
    git(clone, 'rm', '--quiet', '-r', '--cached', 'runs');
    git(clone, 'commit', '--quiet', '--message', 'Pruned');
    git(clone, 'push', '--quiet', '--force', 'origin', `pruned:${BRANCH}`);
  }

  test('is told, and what was removed does not come back', async () => {
    await push('own', [await resultSet(1)]);
    rewrite();
    const { code, text } = await push('own', [await resultSet(2)]);
    expect(code, text).toBe(0);
    expect(text).toMatch(/history of coldbench-history was rewritten/);
    expect(kept()).toHaveLength(1);
  });

  test('or deleted is told, and made again from the folder', async () => {
    await push('own', [await resultSet(1)]);
    git(remote, 'update-ref', '-d', `refs/heads/${BRANCH}`);
    const { code, text } = await push('own', [await resultSet(2)]);
    expect(code, text).toBe(0);
    expect(text).toMatch(/no branch coldbench-history any more/);
    expect(kept()).toHaveLength(2);
  });
});

describe('the token', () => {
  test('is sent to the remote, and is kept nowhere', async () => {
    const server = await startGitServer(folder, 'x-access-token:secret-token');
    try {
      const env = { HISTORY_REMOTE: `${server.url}/remote.git`, HISTORY_TOKEN: 'secret-token' };
      const { code, text } = await push('own', [await resultSet(1)], env);
      expect(code, text).toBe(0);
      expect(kept()).toHaveLength(1);
      expect(git(join(folder, 'own'), 'config', '--list')).not.toMatch(/extraheader|secret|Basic/i);
      expect(text).not.toContain('secret-token');
    } finally {
      await server.close();
    }
  });

  test('that is refused, or is not given, is told at once', async () => {
    const file = await resultSet(1);
    const server = await startGitServer(folder, 'x-access-token:secret-token');
    try {
      for (const token of ['', 'wrong']) {
        const env = { HISTORY_REMOTE: `${server.url}/remote.git`, HISTORY_TOKEN: token };
        const { code, text } = await push(`own-${token}`, [file], env);
        expect(code).toBe(1);
        expect(text).toMatch(/does not answer[\s\S]*token/);
      }
    } finally {
      await server.close();
    }
  });
});

describe('what is refused', () => {
  test("a folder that is another branch's checkout, which stays as it is", async () => {
    const own = join(folder, 'own');
    git(folder, 'init', '--quiet', '--initial-branch=main', own);
    writeFileSync(join(own, 'work.txt'), 'work');
    const { code, text } = await push('own', [await resultSet(1)]);
    expect(code).toBe(2);
    expect(text).toMatch(/no checkout of the branch coldbench-history/);
    expect(git(own, 'status', '--porcelain')).toBe('?? work.txt');
  });

  test('a folder with changes that are not committed', async () => {
    await push('own', [await resultSet(1)]);
    writeFileSync(join(folder, 'own/accepted.json'), '[]');
    const { code, text } = await push('own', [await resultSet(2)]);
    expect(code).toBe(1);
    expect(text).toMatch(/changes that are not committed/);
    expect(existsSync(join(folder, 'own/accepted.json'))).toBe(true);
  });

  test('a file that is not there, and no file at all', async () => {
    expect(await push('own', [join(folder, '*.ndjson')])).toMatchObject({ code: 2 });
    expect(await push('own', [])).toMatchObject({ code: 2 });
    expect(existsSync(join(folder, 'own'))).toBe(false);
  });

  test('a result set that is broken, which keeps none of the others back', async () => {
    const broken = join(folder, 'broken.ndjson');
    writeFileSync(broken, 'not a result set\n');
    const { code, text } = await push('own', [broken, await resultSet(1)]);
    expect(code).toBe(1);
    expect(text).toMatch(/broken\.ndjson/);
    expect(kept()).toHaveLength(1);
  });
});
