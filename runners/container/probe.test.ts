import { chmod, mkdtemp, rename, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { engineUrls } from './connect.ts';
import { inspectEngine, removeContainersOfRun, runner } from './index.ts';
import { describeWithEngine } from './testing/engine-needed.ts';

describe('the probe of a container engine', () => {
  let folder: string;
  const servers: Server[] = [];
  const configured = process.env.DOCKER_HOST;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'coldbench-test-'));
    await chmod(folder, 0o755);
    process.env.DOCKER_HOST = `unix://${folder}/engine.sock`;
  });
  afterEach(async () => {
    if (configured === undefined) delete process.env.DOCKER_HOST;
    else process.env.DOCKER_HOST = configured;
    for (const server of servers.splice(0)) server.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Something listens on the socket, and answers every connection with this text. */
  async function listen(answer: string, path = join(folder, 'engine.sock')): Promise<void> {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      if (answer) socket.end(answer);
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(path, resolve));
  }

  it('says that there is no socket', async () => {
    const probe = await runner.probe();
    expect(probe).toMatchObject({
      available: false,
      reason: expect.stringMatching(/no socket at .*DOCKER_HOST/),
    });
    expect(probe).toMatchObject({
      remedy: expect.stringMatching(/start Docker or Podman.*--runners process/),
    });
  });

  it('says that nobody listens at a socket that an engine left behind', async () => {
    await listen('', join(folder, 'first.sock'));
    await rename(join(folder, 'first.sock'), join(folder, 'engine.sock'));
    await new Promise((resolve) => servers.pop()?.close(resolve));
    expect(await runner.probe()).toMatchObject({
      available: false,
      reason: expect.stringMatching(/Nobody listens .*engine has stopped/),
      remedy: expect.stringContaining('systemctl start docker'),
    });
  });

  it('says that the user may not use the socket', async () => {
    await listen('');
    await chmod(join(folder, 'engine.sock'), 0o000);
    const root = process.getuid?.() === 0;
    if (root) process.seteuid?.(65534);
    try {
      expect(await runner.probe()).toMatchObject({
        available: false,
        reason: expect.stringMatching(/^Permission denied: user \S+ may not use/),
        remedy: expect.stringContaining('usermod -aG docker'),
      });
    } finally {
      if (root) process.seteuid?.(0);
    }
  });

  it('gives up on a socket that accepts and never answers, within a few seconds', async () => {
    await listen('');
    const startNs = process.hrtime.bigint();
    expect(await runner.probe()).toMatchObject({
      available: false,
      reason: expect.stringContaining('no answer within 2 s'),
    });
    expect(Number(process.hrtime.bigint() - startNs) / 1e9).toBeLessThan(5);
  });

  it.each([
    ['HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n', /no container engine: HTTP status 404/],
    ['SSH-2.0-OpenSSH_9\r\n', /no container engine: /],
  ])('says that what answers is no engine: %j', async (answer, reason) => {
    await listen(answer);
    expect(await runner.probe()).toMatchObject({ available: false, reason: expect.stringMatching(reason) });
  });

  it.each(['ssh://somebody@elsewhere', 'tcp://192.0.2.1:2375', 'elsewhere', 'unix://'])(
    'refuses DOCKER_HOST=%s without connecting: a guest is published on this machine only',
    async (url) => {
      process.env.DOCKER_HOST = url;
      expect(await inspectEngine()).toMatchObject({
        available: false,
        reason: expect.stringContaining(`DOCKER_HOST is ${url}: not an engine on this machine`),
      });
    },
  );

  it('is thrown with its remedy by what needs an engine', async () => {
    await expect(removeContainersOfRun('none')).rejects.toMatchObject({
      code: 'ENGINE_UNAVAILABLE',
      remedy: expect.stringContaining('--runners process'),
    });
  });

  it('looks at the usual sockets of Docker and Podman when DOCKER_HOST says nothing', () => {
    const urls = engineUrls({ XDG_RUNTIME_DIR: '/run/user/7' });
    expect(urls[0]).toBe('unix:///var/run/docker.sock');
    expect(urls).toContain('unix:///run/user/7/docker.sock');
    expect(urls).toContain('unix:///run/user/7/podman/podman.sock');
    expect(engineUrls({ DOCKER_HOST: 'unix:///x' })).toEqual(['unix:///x']);
  });
});

describeWithEngine('the probe of a running engine', () => {
  it('tells versions for the result set and facts for the doctor', async () => {
    expect(await runner.probe()).toMatchObject({
      available: true,
      containers: true,
      variant: expect.stringMatching(/^\w+$/),
      versions: {
        engine: expect.stringMatching(/^(Docker|Podman) \d+\./),
        api: expect.stringMatching(/^1\.\d+$/),
        cgroup: expect.stringMatching(/^[12]$/),
        node: process.version,
      },
    });
    expect(await inspectEngine()).toMatchObject({ available: true, url: expect.stringContaining('://') });
  });
});
