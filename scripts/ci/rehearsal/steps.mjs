import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { LOCAL_ACTIONS } from './actions.mjs';
import { fill, fillAll, holds } from './expressions.mjs';
import { runShell } from './shell.mjs';

/**
 * @typedef {{ name: string, outcome: 'success' | 'failure' | 'skipped', detail: string, log: string | null, ms: number }} StepResult
 * @typedef {{
 *   contexts: Record<string, any>, env: Record<string, string>, overrides: Record<string, string>, folder: string,
 *   place: Parameters<typeof LOCAL_ACTIONS[string]>[1], timeoutMs: number, actionPath?: string, shell?: string,
 *   report: (result: StepResult) => void,
 * }} Job
 */

/**
 * Runs the steps of a job or of a composite action in order, and tells each result as it comes. After a failure only steps
 * whose condition says so still run, as on a runner.
 * @param {any[]} steps @param {Job} job @returns {Promise<{ failed: boolean, summary: string, contexts: Record<string, any> }>}
 */
export async function runSteps(steps, job) {
  const contexts = { ...job.contexts, steps: /** @type {Record<string, any>} */ ({}) };
  let failed = false;
  let summary = '';
  for (const step of steps) {
    const startedMs = Date.now();
    const name = fill(step.name ?? step.uses ?? step.run, contexts);
    const result = holds(step.if, contexts, failed)
      ? await runStep(step, { ...job, contexts })
      : { outcome: /** @type {const} */ ('skipped'), detail: '', log: null, outputs: {}, summary: '' };
    job.report({
      name,
      outcome: result.outcome,
      detail: result.detail,
      log: result.log,
      ms: Date.now() - startedMs,
    });
    if (step.id)
      contexts.steps[step.id] = {
        outputs: result.outputs,
        outcome: result.outcome,
        conclusion: result.outcome,
      };
    failed ||= result.outcome === 'failure';
    summary += result.summary;
  }
  return { failed, summary, contexts };
}

/** @param {any} step @param {Job} job */
function runStep(step, job) {
  if (step.run !== undefined) return runScript(step, job);
  return step.uses.startsWith('./') ? runComposite(step, job) : runLocal(step, job);
}

/** @param {any} step @param {Job} job */
async function runScript(step, { contexts, env, overrides, folder, place, timeoutMs, actionPath }) {
  const { exitCode, outputs, summary, log } = await runShell({
    run: fill(step.run, contexts),
    shell: step.shell,
    cwd: resolve(place.workspace, fill(step['working-directory'] ?? '.', contexts)),
    env: {
      ...env,
      ...fillAll(step.env, contexts),
      ...overrides,
      ...(actionPath && { GITHUB_ACTION_PATH: actionPath }),
    },
    folder,
    timeoutMs,
  });
  const outcome = /** @type {const} */ (exitCode === 0 ? 'success' : 'failure');
  return { outcome, detail: exitCode === 0 ? '' : `exit code ${exitCode}`, log, outputs, summary };
}

/** @param {any} step @param {Job} job */
async function runLocal(step, { contexts, place }) {
  const [action] = step.uses.split('@');
  const local = LOCAL_ACTIONS[action];
  const nothing = { log: null, outputs: {}, summary: '' };
  try {
    if (!local) throw new Error(`nothing stands in for ${action}; see rehearsal/actions.mjs`);
    return {
      ...nothing,
      outcome: /** @type {const} */ ('success'),
      detail: local(fillAll(step.with, contexts), place),
    };
  } catch (error) {
    return {
      ...nothing,
      outcome: /** @type {const} */ ('failure'),
      detail: error instanceof Error ? error.message : `${error}`,
    };
  }
}

/** An action of this repository: its own steps, with its inputs, in the same workspace. @param {any} step @param {Job} job */
async function runComposite(step, job) {
  const actionPath = resolve(job.place.workspace, step.uses);
  const action = parse(readFileSync(join(actionPath, 'action.yml'), 'utf8'));
  const given = fillAll(step.with, job.contexts);
  const inputs = Object.fromEntries(
    Object.entries(action.inputs).map(([name, { default: fallback = '' }]) => [
      name,
      given[name] ?? fallback,
    ]),
  );
  const unknown = Object.keys(given).filter((name) => !(name in inputs));
  const { failed, summary, contexts } = await runSteps(action.runs.steps, {
    ...job,
    actionPath,
    contexts: { ...job.contexts, inputs },
    report: (result) => job.report({ ...result, name: `${step.name} / ${result.name}` }),
  });
  const outputs = Object.fromEntries(
    Object.entries(action.outputs).map(([name, { value }]) => [name, fill(value, contexts)]),
  );
  const detail = unknown.length > 0 ? `unknown inputs: ${unknown.join(', ')}` : '';
  return {
    outcome: /** @type {const} */ (failed || detail ? 'failure' : 'success'),
    detail,
    log: null,
    outputs,
    summary,
  };
}
