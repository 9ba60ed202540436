import { startFakeGitHub } from '../testing/fake-github.mjs';
import { openPullRequest } from './scratch.mjs';
import { runWorkflow } from './workflow.mjs';

const HANDLER = 'workloads/catalog/handler.ts';
// More than the noise of a busy machine can hide.
const SPIN = `const until = Date.now() + 400;\nwhile (Date.now() < until);\n`;
const REQUESTS = [
  {
    number: 7,
    what: 'a change of a comment',
    change: (text) => `// Changed.\n${text}`,
    conclusion: 'success',
    // Where the machine is too noisy to tell, the gate says so, and passes.
    verdict: /Gate: (passed|cannotTell)/,
  },
  {
    number: 8,
    what: '400 ms more at load',
    change: (text) => `${text}\n${SPIN}`,
    conclusion: 'failure',
    verdict: /Gate: regression/,
  },
];

/**
 * A pull request from a fork that changes nothing that matters, and one that is slower; each is measured, and the comment
 * is posted and then edited.
 * @param {import('./scenario.mjs').Stage} stage
 */
export async function rehearsePullRequest(stage) {
  for (const { number, what, change, conclusion, verdict } of REQUESTS) {
    const pull = openPullRequest(stage.scratch, { number, path: HANDLER, change });
    const measured = await stage.run(what, (options) =>
      runWorkflow({ ...options, file: 'pull-request.yml', event: pullRequestEvent(pull) }),
    );
    stage.check(`${what}: the workflow ends with ${conclusion}`, measured.conclusion === conclusion);
    const comment = await rehearseComment(stage, what, pull, measured);
    stage.check(`${what}: the comment says ${verdict.source}`, verdict.test(comment));
    stage.check(`${what}: it holds the figures`, comment.includes('| --- |'));
  }
}

/** @typedef {ReturnType<typeof openPullRequest>} Pull */

const pullRequestEvent = (/** @type {Pull} */ { number, ref, merge }) => ({
  name: 'pull_request',
  body: { number, pull_request: { number } },
  ref,
  sha: merge,
});

/** The body of the comment. @param {import('./scenario.mjs').Stage} stage @param {string} what @param {Pull} pull @param {{ id: string, conclusion: string }} measured */
async function rehearseComment({ scratch, run, check }, what, { number, head }, { id, conclusion }) {
  const fork = { id: 42, full_name: 'somebody/coldbench' };
  const { repository, token } = scratch;
  const pulls = { [number]: { number, state: 'open', head: { sha: head, repo: fork } } };
  const github = await startFakeGitHub({ repository, token, pulls });
  const workflow_run = {
    id,
    event: 'pull_request',
    head_sha: head,
    head_branch: 'change',
    head_repository: fork,
    conclusion,
    html_url: `https://github.example/runs/${id}`,
  };
  const event = {
    name: 'workflow_run',
    body: { workflow_run },
    ref: 'refs/heads/main',
    sha: scratch.main,
    apiUrl: github.apiUrl,
  };
  try {
    for (const time of ['posted', 'edited']) {
      const result = await run(`${what}, comment ${time}`, (options) =>
        runWorkflow({ ...options, file: 'pull-request-comment.yml', event }),
      );
      check(`${what}: the comment is ${time}`, result.conclusion === 'success');
    }
    check(`${what}: there is one comment`, github.comments.length === 1);
    return github.comments[0]?.body ?? '';
  } finally {
    await github.close();
  }
}
