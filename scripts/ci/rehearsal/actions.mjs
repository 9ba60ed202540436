import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';

/**
 * What stands in for the actions that a rehearsal cannot run. Each gets the step's inputs and the job, and says what it
 * did; it throws where the action would fail.
 * @typedef {{ workspace: string, serverUrl: string, repository: string, ref: string, artifacts: string }} Place
 *   `artifacts` is a folder of this run, or, by number, of another one
 * @type {Record<string, (inputs: Record<string, string>, place: Place & { artifactsOf: (run: string) => string }) => string>}
 */
export const LOCAL_ACTIONS = {
  'actions/checkout': checkOut,
  'actions/setup-node': (inputs) => `Node ${process.version} that is here, not ${inputs['node-version']}`,
  'actions/cache': () => 'skipped: nothing is cached',
  'actions/upload-artifact': upload,
  'actions/download-artifact': download,
};

function checkOut(inputs, { workspace, serverUrl, repository, ref }) {
  const git = (/** @type {string[]} */ ...args) =>
    execFileSync('git', ['-C', workspace, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  const depth = inputs['fetch-depth'] ?? '1';
  git('init', '--quiet');
  git('remote', 'add', 'origin', `${serverUrl}/${inputs.repository ?? repository}`);
  git(
    'fetch',
    '--quiet',
    '--no-tags',
    ...(depth === '0' ? [] : ['--depth', depth]),
    'origin',
    inputs.ref ?? ref,
  );
  if (inputs['sparse-checkout']) git('sparse-checkout', 'set', ...inputs['sparse-checkout'].split(/\s+/));
  git('checkout', '--quiet', '--detach', 'FETCH_HEAD');
  return `${inputs.ref ?? ref}, ${git('rev-parse', '--short', 'HEAD').trim()}`;
}

function upload(inputs, { workspace, artifacts }) {
  const target = join(artifacts, inputs.name ?? 'artifact');
  if (existsSync(target)) throw new Error(`there is an artifact ${inputs.name} already`);
  const paths = (inputs.path ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  const found = paths.map((path) => resolve(workspace, path)).filter((path) => existsSync(path));
  if (found.length === 0 && inputs['if-no-files-found'] === 'error')
    throw new Error(`no file at ${paths.join(', ')}`);
  mkdirSync(target, { recursive: true });
  for (const path of found)
    cpSync(path, statSync(path).isDirectory() ? target : join(target, basename(path)), { recursive: true });
  return `${found.length} of ${paths.length} paths to ${inputs.name}`;
}

function download(inputs, { workspace, artifacts, artifactsOf }) {
  const from = inputs['run-id'] ? artifactsOf(inputs['run-id']) : artifacts;
  const pattern = new RegExp(`^${(inputs.pattern ?? inputs.name ?? '*').replaceAll('*', '.*')}$`);
  const names = (existsSync(from) ? readdirSync(from) : []).filter((name) => pattern.test(name));
  const target = resolve(workspace, inputs.path ?? '.');
  mkdirSync(target, { recursive: true });
  for (const name of names) {
    const own = inputs['merge-multiple'] === 'true' || inputs.name ? target : join(target, name);
    cpSync(join(from, name), own, { recursive: true });
  }
  return `${names.length} artifacts: ${names.join(', ') || 'none'}`;
}
