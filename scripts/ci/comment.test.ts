import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { projectRoot } from '../../harness/project-root.ts';
import { MARKER } from './comment/body.mjs';
import { startFakeGitHub } from './testing/fake-github.mjs';

const repository = 'owner/name';
const token = 'secret-token';
const fork = { id: 42, full_name: 'stranger/name' };
const head = { sha: 'a'.repeat(40), repo: fork };
const pulls = {
  7: { number: 7, state: 'open', head },
  8: { number: 8, state: 'open', head: { ...head, repo: { id: 43, full_name: 'other/name' } } },
  9: { number: 9, state: 'closed', head },
  10: { number: 10, state: 'open', head: { ...head, sha: 'b'.repeat(40) } },
  11: { number: 11, state: 'open', head: { ...head, repo: null } },
};
const run = {
  event: 'pull_request',
  head_sha: head.sha,
  head_repository: fork,
  html_url: 'https://github.example/runs/1',
};

let folder: string;
let github: Awaited<ReturnType<typeof startFakeGitHub>>;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coldbench-comment-'));
  github = await startFakeGitHub({ repository, token, pulls });
});
afterEach(async () => {
  await github.close();
  await rm(folder, { recursive: true });
});

async function leave(machine: string, number: string | number, markdown: string) {
  const own = join(folder, 'artifacts', `coldbench-comment-${machine}`);
  await mkdir(own, { recursive: true });
  await writeFile(join(own, 'pull-request'), `${number}\n`);
  await writeFile(join(own, 'comment.md'), markdown);
  return own;
}

/** The real script, as the workflow calls it. */
async function comment(event: object = { workflow_run: run }, env: Record<string, string> = {}) {
  const path = join(folder, 'event.json');
  await writeFile(path, JSON.stringify(event));
  const script = join(projectRoot(), 'scripts/ci/comment.mjs');
  const variables = {
    GITHUB_EVENT_PATH: path,
    GITHUB_API_URL: github.apiUrl,
    GITHUB_REPOSITORY: repository,
    GITHUB_TOKEN: token,
    ...env,
  };
  return new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    execFile(
      process.execPath,
      [script, join(folder, 'artifacts')],
      { env: variables },
      (error, stdout, stderr) => resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    );
  });
}

describe('one comment', () => {
  test('is posted, with a section for each machine', async () => {
    await leave('x64', 7, 'fast');
    await leave('arm64', 7, 'slow');
    expect(await comment()).toMatchObject({ code: 0, stdout: expect.stringContaining('posted') });
    expect(github.comments).toMatchObject([
      { number: 7, body: expect.stringMatching(/### arm64\n\nslow\n\n### x64\n\nfast/) },
    ]);
  });

  test('is edited by the next run, however many others there are', async () => {
    for (let other = 0; other < 150; other += 1) github.add(7, 'a remark', 'somebody');
    await leave('x64', 7, 'first');
    await comment();
    await leave('x64', 7, 'second');
    expect(await comment()).toMatchObject({ code: 0, stdout: expect.stringContaining('updated') });
    const ours = github.comments.filter(({ body }) => body.startsWith(MARKER));
    expect(ours).toHaveLength(1);
    expect(ours[0]?.body).toContain('second');
    expect(ours[0]?.body).not.toContain('first');
  });

  test("is never somebody else's, though it has the marker", async () => {
    const theirs = github.add(7, `${MARKER}\nmine`, 'stranger');
    await leave('x64', 7, 'fast');
    expect((await comment()).code).toBe(0);
    expect(theirs.body).toBe(`${MARKER}\nmine`);
    expect(github.comments).toHaveLength(2);
  });

  test('is that of the app that the token is of', async () => {
    const theirs = github.add(7, `${MARKER}\nold`, 'bench-app[bot]');
    await leave('x64', 7, 'fast');
    await comment(undefined, { COMMENT_AUTHOR: 'bench-app[bot]' });
    expect(theirs.body).toContain('fast');
  });
});

describe('nothing is posted', () => {
  const writes = () => github.requests.filter((asked) => !asked.startsWith('GET'));
  afterEach(() => {
    expect(writes()).toEqual([]);
  });

  test.each([
    ['another repository', 8, 1, /stderr [\s\S]*not from stranger\/name/],
    ['a repository that is gone', 11, 1, /stderr [\s\S]*not from stranger\/name/],
    ['a closed one', 9, 0, /stdout [\s\S]*it is closed/],
    ['an older head', 10, 0, /stdout [\s\S]*its head is b+ by now/],
    ['none at all', 999, 1, /stderr [\s\S]*404/],
  ])('on a pull request of %s', async (_what, number, code, message) => {
    await leave('x64', number, 'fast');
    const result = await comment();
    expect(result.code).toBe(code);
    expect(`stdout ${result.stdout}stderr ${result.stderr}`).toMatch(message);
  });

  test.each(['', '7; rm -rf /', '-7', '0', '../7', '7\n8', '99999999999'])(
    'for the number %j',
    async (number) => {
      await leave('x64', number, 'fast');
      expect(await comment()).toMatchObject({ code: 1, stderr: expect.stringContaining('holds no number') });
      expect(github.requests).toEqual([]);
    },
  );

  test('when the machines name different pull requests', async () => {
    await leave('x64', 7, 'fast');
    await leave('arm64', 9, 'fast');
    expect(await comment()).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('several pull requests: 9, 7'),
    });
  });

  test('of a file that is a link to another one', async () => {
    const own = await leave('x64', 7, 'fast');
    await rm(join(own, 'comment.md'));
    await symlink('/etc/passwd', join(own, 'comment.md'));
    expect(await comment()).toMatchObject({ code: 1, stderr: expect.stringContaining('no plain file') });
  });

  test('of a file that is far too long', async () => {
    await leave('x64', 7, 'x'.repeat(400_000));
    expect(await comment()).toMatchObject({ code: 1, stderr: expect.stringContaining('400000 bytes') });
  });

  test('when the run left nothing, or was of something else', async () => {
    expect(await comment()).toMatchObject({ code: 0, stdout: expect.stringContaining('left nothing') });
    const push = { workflow_run: { ...run, event: 'push' } };
    expect(await comment(push)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('not of a pull request'),
    });
  });

  test('with a token that GitHub refuses, which is told without it', async () => {
    await leave('x64', 7, 'fast');
    const { code, stderr } = await comment(undefined, { GITHUB_TOKEN: 'wrong-token' });
    expect(code).toBe(1);
    expect(stderr).toMatch(/GET \/pulls\/7 was answered with 401: .*Bad credentials/);
    expect(stderr).not.toContain('wrong-token');
  });

  test('outside a workflow, which is told', async () => {
    expect(await comment(undefined, { GITHUB_EVENT_PATH: '' })).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('GITHUB_EVENT_PATH is not set'),
    });
  });
});
