import { readFileSync } from 'node:fs';
import { createScratch } from './scratch.mjs';

const MARKS = { success: 'ok', failure: 'FAILED', skipped: 'skipped' };
const LOG_LINES = 25;

/**
 * @typedef {Pick<import('./workflow.mjs').Rehearsal, 'scratch' | 'overrides' | 'everyMachine' | 'report'>} RunOptions
 * @typedef {{
 *   scratch: import('./scratch.mjs').Scratch,
 *   run: <T>(title: string, start: (options: RunOptions) => Promise<T>) => Promise<T>,
 *   check: (what: string, holds: boolean) => void,
 * }} Stage
 */

/**
 * Gives scenarios a stage: prints each step as it ends, the end of the log of one that failed, and each check.
 * @param {{ project: string, overrides: Record<string, string>, everyMachine: boolean, keep: boolean, print: (line: string) => void }} options
 * @param {((stage: Stage) => Promise<void>)[]} scenarios
 * @returns {Promise<string[]>} the checks that did not hold
 */
export async function rehearse({ project, overrides, everyMachine, keep, print }, scenarios) {
  const scratch = createScratch(project);
  /** @type {string[]} */
  const broken = [];
  const report = (
    /** @type {string} */ job,
    /** @type {import('./steps.mjs').StepResult} */ { name, outcome, detail, log, ms },
  ) => {
    const time = outcome === 'skipped' ? '' : ` ${(ms / 1000).toFixed(1)} s`;
    print(`  ${MARKS[outcome].padEnd(8)} ${job} / ${name}${time}${detail ? ` (${detail})` : ''}`);
    if (outcome === 'failure' && log !== null)
      for (const line of lastLines(log)) print(`           | ${line}`);
  };
  /** @type {Stage} */
  const stage = {
    scratch,
    run(title, start) {
      print(`\n${title}`);
      return start({ scratch, overrides, everyMachine, report });
    },
    check(what, holds) {
      if (!holds) broken.push(what);
      print(`  ${holds ? 'as it should be' : 'NOT AS IT SHOULD BE'}: ${what}`);
    },
  };
  try {
    for (const scenario of scenarios) await scenario(stage);
  } finally {
    if (keep) print(`\nKept: ${scratch.folder}`);
    else scratch.remove();
  }
  return broken;
}

const lastLines = (/** @type {string} */ path) =>
  readFileSync(path, 'utf8').trimEnd().split('\n').slice(-LOG_LINES);
