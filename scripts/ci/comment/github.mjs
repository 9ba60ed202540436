// The few requests of GitHub's REST API that one comment needs (https://docs.github.com/rest/issues/comments).

const PER_PAGE = 100;
const MOST_PAGES = 100;
const TIMEOUT_MS = 30_000;

/**
 * @param {{ apiUrl: string, repository: string, token: string }} access
 *   `apiUrl` is GITHUB_API_URL; `repository` is `owner/name`.
 */
export function createGitHub({ apiUrl, repository, token }) {
  /** @param {string} method @param {string} path @param {unknown} [body] */
  async function request(method, path, body) {
    const response = await fetch(`${apiUrl}/repos/${repository}${path}`, {
      method,
      headers: {
        accept: 'application/vnd.github+json',
        authorization: `Bearer ${token}`,
        'x-github-api-version': '2022-11-28',
        'user-agent': 'coldbench',
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (response.ok) return response.json();
    const answer = (await response.text()).slice(0, 300);
    throw new Error(`${method} ${path} was answered with ${response.status}: ${answer}`);
  }

  /** The first comment, from the oldest on, that `matches`; null when there is none. */
  async function findComment(
    /** @type {number} */ number,
    /** @type {(comment: Comment) => boolean} */ matches,
  ) {
    for (let page = 1; page <= MOST_PAGES; page += 1) {
      const comments = await request('GET', `/issues/${number}/comments?per_page=${PER_PAGE}&page=${page}`);
      const found = comments.find(matches);
      if (found !== undefined) return found;
      if (comments.length < PER_PAGE) return null;
    }
    throw new Error(`#${number} has more than ${PER_PAGE * MOST_PAGES} comments.`);
  }

  return {
    findComment,
    pullRequest: (/** @type {number} */ number) => request('GET', `/pulls/${number}`),
    createComment: (/** @type {number} */ number, /** @type {string} */ body) =>
      request('POST', `/issues/${number}/comments`, { body }),
    updateComment: (/** @type {number} */ id, /** @type {string} */ body) =>
      request('PATCH', `/issues/comments/${id}`, { body }),
  };
}

/** @typedef {{ id: number, body: string | null, user: { login: string } | null }} Comment */
/** @typedef {ReturnType<typeof createGitHub>} GitHub */
