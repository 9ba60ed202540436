// Everything that a fresh clone needs, done when it is needed: plain JavaScript without dependencies, since it runs
// before any are there. `npm run bench`, `npm test` and the `coldbench` command all come through here.
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { whyUnsupported } from './platform.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const SOURCE_FOLDERS = ['harness', 'runners', 'workloads', 'scripts'];
// Not part of the command, and a look at every file costs each start of it.
const TEST_FOLDERS = new Set(['testing', 'fixtures', 'golden', 'guest']);
const STAMP = join(root, 'node_modules/.coldbench-lockfile-sha256');
const BUILD_STAMP = join(root, 'dist/.built');

const say = (line) => process.stderr.write(`${line}\n`);

let exitCode = 1;

function fail(message, remedy) {
  say(`coldbench: ${message}\n  ${remedy}`);
  process.exit(exitCode);
}

function checkPlatform() {
  const problem = whyUnsupported(process.platform, process.version);
  if (problem) fail(problem.message, problem.remedy);
}

// What only an installation needs is loaded then: every start of the command comes through here.
async function sha256(path) {
  const { createHash } = await import('node:crypto');
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}
const modifiedMs = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** What is installed is what the lockfile says if this script installed it, or if npm did so after it last changed. */
async function dependenciesAreCurrent(lockfile) {
  const installed = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(installed)) return false;
  if (modifiedMs(installed) >= modifiedMs(lockfile)) return true;
  return existsSync(STAMP) && readFileSync(STAMP, 'utf8') === (await sha256(lockfile));
}

async function installDependencies() {
  const lockfile = join(root, 'package-lock.json');
  if (!existsSync(lockfile) || (await dependenciesAreCurrent(lockfile))) return;
  say('coldbench: installing what package-lock.json says (npm ci), once …');
  const { execFileSync } = await import('node:child_process');
  try {
    // No dependency needs its install script; the output goes to stderr, since stdout may be somebody's JSON.
    const args = ['ci', '--ignore-scripts', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
    execFileSync('npm', args, { cwd: root, stdio: ['ignore', process.stderr, process.stderr] });
  } catch {
    fail(
      'npm ci failed; its message is above.',
      'Check the network and the npm registry setting, then run it again.',
    );
  }
  writeFileSync(STAMP, await sha256(lockfile));
}

// A name with a dot is a file here, one without is a folder: asking the system would double what a look costs.
function newestMs(folder) {
  let newest = 0;
  for (const name of readdirSync(folder)) {
    if (!name.includes('.'))
      newest = TEST_FOLDERS.has(name) ? newest : Math.max(newest, newestMs(`${folder}/${name}`));
    else if (/\.tsx?$/.test(name) && !name.endsWith('.test.ts'))
      newest = Math.max(newest, modifiedMs(`${folder}/${name}`));
  }
  return newest;
}

const newestSourceMs = () =>
  Math.max(
    modifiedMs(join(root, 'package-lock.json')),
    ...SOURCE_FOLDERS.map((folder) => newestMs(join(root, folder))),
  );

async function buildHarness(mayBeStale) {
  // The look at every source file is a tenth of what `--help` takes; a developer's next command rebuilds.
  if (mayBeStale && existsSync(BUILD_STAMP)) return;
  const newest = String(newestSourceMs());
  if (existsSync(BUILD_STAMP) && readFileSync(BUILD_STAMP, 'utf8') === newest) return;
  const { build } = await import('./build.mjs');
  await build(root);
  mkdirSync(dirname(BUILD_STAMP), { recursive: true });
  writeFileSync(BUILD_STAMP, newest);
}

/** Installs and builds if something is absent or out of date, and says so; otherwise a few milliseconds. */
export async function ensureSetup({ mayBeStale = false, failureCode = 1 } = {}) {
  exitCode = failureCode;
  checkPlatform();
  await installDependencies();
  await buildHarness(mayBeStale);
}

/** `npm run setup -- bun deno`: larger programs, for runners that need them. */
async function setUpTools(names) {
  if (names.length === 0) return;
  const { installTools } = await import('./install-tools.mjs');
  try {
    installTools(root, names, { say });
  } catch (error) {
    if (!error.remedy) throw error;
    fail(error.message, error.remedy);
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await ensureSetup();
  await setUpTools(process.argv.slice(2));
}
