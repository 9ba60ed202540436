import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import { engineAt } from './engine.ts';

// docker-modem does so with every request, whether its debug lines are read or not, while the clock runs.
it('a request is described without the connections that hang on its agent', () => {
  const { docker, disconnect } = engineAt('unix:///nowhere');
  const { agent } = docker.modem as { agent?: object };
  expect(inspect({ path: '/_ping', agent }, { showHidden: true, depth: null })).toBe(
    "{ path: '/_ping', agent: (agent) }",
  );
  disconnect();
});
