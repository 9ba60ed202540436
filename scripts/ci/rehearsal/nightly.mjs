import { execFileSync } from 'node:child_process';
import { runWorkflow } from './workflow.mjs';

/**
 * Two nights: the data branch is made by the first one, and grows with the second.
 * @param {import('./scenario.mjs').Stage} stage
 */
export async function rehearseNightly({ scratch, run, check }) {
  const kept = [];
  for (const night of ['first night', 'second night']) {
    const event = { name: 'schedule', body: { schedule: '' }, ref: 'refs/heads/main', sha: scratch.main };
    const { conclusion, summaries } = await run(night, (options) =>
      runWorkflow({ ...options, file: 'nightly.yml', event }),
    );
    check(`${night}: the workflow succeeds`, conclusion === 'success');
    check(
      `${night}: the summary of the job has a table`,
      Object.values(summaries).some((text) => text.includes('| --- |')),
    );
    kept.push(runsOn(scratch.server));
  }
  check('the first night makes the branch coldbench-history', (kept[0] ?? 0) > 0);
  check('the second night adds to it', (kept[1] ?? 0) > (kept[0] ?? 0));
}

/** How many result sets the data branch has. @param {string} server */
function runsOn(server) {
  try {
    const args = ['-C', server, 'ls-tree', '-r', '--name-only', 'coldbench-history', '--', 'runs'];
    const names = execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    return names.split('\n').filter((name) => name.endsWith('.ndjson')).length;
  } catch {
    return 0; // no such branch
  }
}
