import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { fill, fillAll, holds } from './expressions.mjs';
import { runSteps } from './steps.mjs';

/** What a runner sets and a shell of ours may have: a step sees the rehearsal's, or none. */
const RUNNER_VARIABLES = /^(GITHUB_|RUNNER_|ACTIONS_|COLDBENCH_|HISTORY_|CI$)/;
const ARCH = /** @type {Record<string, string>} */ ({ x64: 'X64', arm64: 'ARM64' });

/**
 * @typedef {import('./scratch.mjs').Scratch} Scratch
 * @typedef {{ name: string, body: Record<string, unknown>, ref: string, sha: string, apiUrl?: string }} Event
 * @typedef {{
 *   scratch: Scratch, file: string, event: Event, overrides: Record<string, string>, everyMachine: boolean,
 *   report: (job: string, result: import('./steps.mjs').StepResult) => void,
 * }} Rehearsal
 */

/**
 * Runs a workflow of the scratch repository's commit for an event: its jobs in the order of their needs, each in a
 * workspace of its own.
 * @param {Rehearsal} rehearsal
 * @returns {Promise<{ id: string, conclusion: 'success' | 'failure', summaries: Record<string, string>, artifacts: string }>}
 */
export async function runWorkflow(rehearsal) {
  const { scratch, file, event } = rehearsal;
  const { id, folder, artifacts } = scratch.newRun();
  const workflow = parse(scratch.read(event.sha, `.github/workflows/${file}`));
  const contexts = contextsOf(rehearsal, workflow, id);
  /** @type {Record<string, { result: string }>} */
  const needs = {};
  const summaries = {};
  for (const [key, job] of inOrder(workflow.jobs)) {
    const before = [job.needs ?? []].flat();
    const failed = before.some((name) => needs[name]?.result !== 'success');
    needs[key] = { result: 'skipped' };
    if (!holds(job.if, { ...contexts, needs }, failed)) continue;
    needs[key] = { result: 'success' };
    for (const matrix of machines(job, rehearsal.everyMachine)) {
      const where = mkdirs(join(folder, `${key}-${Object.values(matrix).join('-') || 'only'}`));
      const name = fill(job.name ?? key, { ...contexts, matrix });
      const result = await runJob({
        rehearsal,
        job,
        name,
        contexts: { ...contexts, matrix, needs },
        where,
        id,
      });
      summaries[name] = result.summary;
      if (result.failed) needs[key] = { result: 'failure' };
    }
  }
  const failed = Object.values(needs).some(({ result }) => result === 'failure');
  return { id, conclusion: failed ? 'failure' : 'success', summaries, artifacts };
}

/** @param {Rehearsal} rehearsal @param {any} workflow @param {string} id */
function contextsOf({ scratch, event, overrides }, workflow, id) {
  const github = {
    event: event.body,
    event_name: event.name,
    ref: event.ref,
    ref_name: event.ref.replace(/^refs\/(heads|tags|pull)\//, ''),
    sha: event.sha,
    repository: scratch.repository,
    server_url: scratch.serverUrl,
    api_url: event.apiUrl ?? 'http://127.0.0.1:9',
    run_id: id,
    token: scratch.token,
  };
  const runner = { os: 'Linux', arch: ARCH[process.arch] ?? process.arch, temp: '' };
  const contexts = { github, runner, inputs: {}, matrix: {}, needs: {}, env: {}, secrets: {} };
  return { ...contexts, env: { ...fillAll(workflow.env, contexts), ...overrides } };
}

/** @param {{ rehearsal: Rehearsal, job: any, name: string, contexts: any, where: Record<'workspace' | 'temp' | 'logs', string>, id: string }} options */
function runJob({ rehearsal, job, name, contexts, where, id }) {
  const { scratch, event, overrides } = rehearsal;
  const own = { ...contexts, runner: { ...contexts.runner, temp: where.temp } };
  const env = { ...contexts.env, ...fillAll(job.env, own), ...overrides };
  return runSteps(job.steps, {
    contexts: { ...own, env },
    env: { ...machineEnvironment(scratch), ...variables(own, where, rehearsal), ...env },
    overrides,
    folder: where.logs,
    timeoutMs: job['timeout-minutes'] * 60_000,
    place: {
      workspace: where.workspace,
      serverUrl: scratch.serverUrl,
      repository: scratch.repository,
      ref: event.ref,
      artifacts: scratch.artifactsOf(id),
      artifactsOf: scratch.artifactsOf,
    },
    report: (result) => rehearsal.report(name, result),
  });
}

/** The default environment variables of a runner. @param {any} contexts @param {any} where @param {Rehearsal} rehearsal */
function variables({ github, runner }, where, { event }) {
  const eventPath = join(where.temp, 'event.json');
  writeFileSync(eventPath, JSON.stringify(event.body));
  const { event: _body, token: _token, ...plain } = github;
  return {
    ...Object.fromEntries(
      Object.entries(plain).map(([name, value]) => [`GITHUB_${name.toUpperCase()}`, `${value}`]),
    ),
    GITHUB_EVENT_PATH: eventPath,
    GITHUB_WORKSPACE: where.workspace,
    RUNNER_TEMP: where.temp,
    RUNNER_OS: runner.os,
    RUNNER_ARCH: runner.arch,
    CI: 'true',
  };
}

/** This machine's, without what a runner sets and without git's identity: a hosted runner has none. @param {Scratch} scratch */
const machineEnvironment = (scratch) => ({
  ...Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      value === undefined || RUNNER_VARIABLES.test(name) ? [] : [[name, value]],
    ),
  ),
  COLDBENCH_CACHE_DIR: scratch.cache,
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
});

/** Each job after those that it needs. @param {Record<string, any>} jobs @returns {[string, any][]} */
function inOrder(jobs) {
  const left = new Map(Object.entries(jobs));
  /** @type {[string, any][]} */
  const order = [];
  while (left.size > 0) {
    const ready = [...left].filter(([, job]) => [job.needs ?? []].flat().every((name) => !left.has(name)));
    if (ready.length === 0) throw new Error(`Jobs need each other: ${[...left.keys()].join(', ')}.`);
    for (const [key, job] of ready) {
      order.push([key, job]);
      left.delete(key);
    }
  }
  return order;
}

/** The combinations of the matrix; only the first one unless every one is asked for. @param {any} job @param {boolean} every */
function machines({ strategy }, every) {
  const [[name, values] = ['', ['']]] = Object.entries(strategy?.matrix ?? {});
  const all = name === '' ? [{}] : values.map((/** @type {string} */ value) => ({ [name]: value }));
  return every ? all : all.slice(0, 1);
}

/** @param {string} folder */
function mkdirs(folder) {
  const where = {
    workspace: join(folder, 'workspace'),
    temp: join(folder, 'temp'),
    logs: join(folder, 'logs'),
  };
  for (const path of Object.values(where)) mkdirSync(path, { recursive: true });
  return where;
}
