// `node scripts/ci/comment.mjs FOLDER`: posts what a pull request's run left in FOLDER as one comment, or edits the
// comment that is there. It runs with the right to write comments, and so trusts nothing of the pull request: not the
// text, and not the number either, unless GitHub says that this pull request's head is what was measured.
//
// From the environment: GITHUB_EVENT_PATH (a `workflow_run` event), GITHUB_API_URL, GITHUB_REPOSITORY, GITHUB_TOKEN, and
// COMMENT_AUTHOR, who the token comments as (github-actions[bot]).
import { readFileSync } from 'node:fs';
import { readArtifacts } from './comment/artifacts.mjs';
import { formatBody, MARKER } from './comment/body.mjs';
import { createGitHub } from './comment/github.mjs';

const need = (/** @type {string} */ name) => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: this runs in a workflow on \`workflow_run\`.`);
  return value;
};

/**
 * Why nothing may be posted on this pull request for this run; null when it may.
 * @param {any} pull the answer of GitHub @param {any} run `workflow_run` of the event
 * @throws Error when the run is not of this pull request at all
 */
function whyNot(pull, run) {
  if (pull.head.repo?.id !== run.head_repository.id)
    throw new Error(
      `Pull request ${pull.number} is not from ${run.head_repository.full_name}: the number is wrong.`,
    );
  if (pull.head.sha !== run.head_sha) return `its head is ${pull.head.sha} by now, not ${run.head_sha}`;
  if (pull.state !== 'open') return `it is ${pull.state}`;
  return null;
}

/** @param {import('./comment/github.mjs').GitHub} github @param {number} number @param {string} body */
async function put(github, number, body) {
  const author = process.env.COMMENT_AUTHOR || 'github-actions[bot]';
  // Anybody can write the marker: only our own comment is ours to edit.
  const ours = await github.findComment(
    number,
    (comment) => comment.user?.login === author && (comment.body ?? '').startsWith(MARKER),
  );
  if (ours === null) return `posted ${(await github.createComment(number, body)).html_url}`;
  return `updated ${(await github.updateComment(ours.id, body)).html_url}`;
}

async function main(/** @type {string} */ folder) {
  const { workflow_run: run } = JSON.parse(readFileSync(need('GITHUB_EVENT_PATH'), 'utf8'));
  if (run?.event !== 'pull_request') return 'not posted: the run was not of a pull request';
  const { number, sections } = readArtifacts(folder);
  if (number === null) return 'not posted: the run left nothing to post';
  const access = {
    apiUrl: need('GITHUB_API_URL'),
    repository: need('GITHUB_REPOSITORY'),
    token: need('GITHUB_TOKEN'),
  };
  const github = createGitHub(access);
  const reason = whyNot(await github.pullRequest(number), run);
  if (reason !== null) return `not posted on pull request ${number}: ${reason}`;
  const { head_sha: headSha, html_url: runUrl, conclusion } = run;
  return put(github, number, formatBody({ sections, headSha, runUrl, conclusion }));
}

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error('comment: name the folder with the artifacts of the run.');
  process.exitCode = 2;
} else {
  try {
    console.log(`comment: ${await main(folder)}`);
  } catch (error) {
    console.error(`comment: ${error instanceof Error ? error.message : error}`);
    process.exitCode = 1;
  }
}
