import { createServer } from 'node:http';

/**
 * As much of GitHub as a comment needs, on loopback: pull requests by number, and the comments of each, in pages.
 * @param {{ repository: string, token: string, author?: string, pulls: Record<number, unknown> }} state
 */
export async function startFakeGitHub({ repository, token, author = 'github-actions[bot]', pulls }) {
  /** @type {{ id: number, number: number, body: string, user: { login: string }, html_url: string }[]} */
  const comments = [];
  /** @type {string[]} */
  const requests = [];
  const add = (/** @type {number} */ number, /** @type {string} */ body, login = author) => {
    const id = comments.length + 1;
    const comment = { id, number, body, user: { login }, html_url: `https://github.example/comment/${id}` };
    comments.push(comment);
    return comment;
  };
  const routes = [
    { route: /^GET \/pulls\/(\d+)$/, answer: ([number]) => pulls[number] },
    {
      route: /^GET \/issues\/(\d+)\/comments\?per_page=(\d+)&page=(\d+)$/,
      answer: ([number, size, page]) =>
        comments.filter((one) => one.number === Number(number)).slice(size * (page - 1), size * page),
    },
    { route: /^POST \/issues\/(\d+)\/comments$/, answer: ([number], { body }) => add(Number(number), body) },
    {
      route: /^PATCH \/issues\/comments\/(\d+)$/,
      answer: ([id], { body }) => Object.assign(comments[id - 1], { body }),
    },
  ];
  const server = createServer(async (request, response) => {
    const asked = `${request.method} ${request.url?.replace(`/repos/${repository}`, '')}`;
    requests.push(asked);
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = chunks.length > 0 ? JSON.parse(Buffer.concat(chunks).toString()) : {};
    const send = (/** @type {number} */ status, /** @type {unknown} */ value) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    if (request.headers.authorization !== `Bearer ${token}`) return send(401, { message: 'Bad credentials' });
    if (String(body.body ?? '').length > 65_536) return send(422, { message: 'body is too long' });
    const found = routes.find(({ route }) => route.test(asked));
    const answer = found?.answer(found.route.exec(asked)?.slice(1) ?? [], body);
    return answer === undefined ? send(404, { message: 'Not Found' }) : send(200, answer);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return {
    apiUrl: `http://127.0.0.1:${address.port}`,
    comments,
    requests,
    add,
    close: () => new Promise((resolve) => server.close(() => resolve(undefined))),
  };
}
