import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const IDENTITY = ['-c', 'user.name=Contributor', '-c', 'user.email=contributor@localhost'];

/** @param {string} folder @param {string[]} args */
const git = (folder, ...args) =>
  execFileSync('git', ['-C', folder, ...IDENTITY, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  }).trim();

/** @typedef {ReturnType<typeof createScratch>} Scratch */

/**
 * A folder with a server of its own (a bare clone of `project`'s commit, as `main`) and places for runs.
 * @param {string} project the checkout whose HEAD is rehearsed
 */
export function createScratch(project) {
  const folder = mkdtempSync(join(tmpdir(), 'rehearsal-'));
  const repository = 'rehearsal/coldbench';
  const server = join(folder, 'server', repository);
  mkdirSync(server, { recursive: true });
  git(server, 'init', '--quiet', '--bare', '--initial-branch=main');
  git(project, 'push', '--quiet', '--force', server, 'HEAD:refs/heads/main');
  git(server, 'config', 'uploadpack.allowAnySHA1InWant', 'true');
  let runs = 0;
  const runFolder = (/** @type {string} */ id) => join(folder, 'runs', id);
  const artifactsOf = (/** @type {string} */ id) => join(runFolder(id), 'artifacts');
  return {
    folder,
    repository,
    server,
    serverUrl: `file://${join(folder, 'server')}`,
    cache: join(folder, 'cache'),
    token: 'token-of-the-rehearsal',
    main: git(server, 'rev-parse', 'main'),
    /** A file as a commit has it. */
    read: (/** @type {string} */ commit, /** @type {string} */ path) =>
      git(server, 'show', `${commit}:${path}`),
    artifactsOf,
    newRun() {
      runs += 1;
      const id = String(1000 + runs);
      mkdirSync(artifactsOf(id), { recursive: true });
      return { id, folder: runFolder(id), artifacts: artifactsOf(id) };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/**
 * A pull request that changes one file: its merge with `main` is at `refs/pull/<number>/merge`, as on GitHub.
 * @param {Scratch} scratch @param {{ number: number, path: string, change: (text: string) => string }} request
 * @returns {{ number: number, ref: string, merge: string, head: string }}
 */
export function openPullRequest({ folder, server, main }, { number, path, change }) {
  const clone = join(folder, `contributor-${number}`);
  git(folder, 'clone', '--quiet', server, clone);
  git(clone, 'checkout', '--quiet', '-b', 'change');
  writeFileSync(join(clone, path), change(readFileSync(join(clone, path), 'utf8')));
  git(clone, 'commit', '--quiet', '--all', '--message', 'A change');
  const head = git(clone, 'rev-parse', 'HEAD');
  git(clone, 'checkout', '--quiet', '--detach', main);
  git(clone, 'merge', '--quiet', '--no-ff', '--message', 'Merge', head);
  const ref = `refs/pull/${number}/merge`;
  git(clone, 'push', '--quiet', 'origin', `HEAD:${ref}`, `${head}:refs/pull/${number}/head`);
  return { number, ref, merge: git(clone, 'rev-parse', 'HEAD'), head };
}
