import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isAlive } from '../../testing/launching.ts';
import { generateLoad, type Stretch } from './generate.ts';

let scratchDir: string;
const pids: number[] = [];
const ends: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  scratchDir = await mkdtemp(join(tmpdir(), 'coldbench-load-'));
});
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
  expect(pids.splice(0).filter(isAlive), 'generators still there').toEqual([]);
  expect(await readdir(scratchDir)).toEqual([]);
  await rm(scratchDir, { recursive: true });
});

const ANSWER = 'answer';
const call = {
  input: Buffer.from('{}'),
  outputSha256: createHash('sha256').update(ANSWER).digest('hex'),
};
const stretch = (overrides: Partial<Stretch> = {}): Stretch => ({
  loop: 'open',
  requestsPerSecond: 100,
  durationNs: 2e9,
  warmupNs: 0.2e9,
  connections: 64,
  drainMs: 5000,
  ...overrides,
});

const generate = (port: number, overrides: Partial<Stretch> = {}, signal = new AbortController().signal) =>
  generateLoad(
    { origin: `http://127.0.0.1:${port}`, path: '/', headers: {}, errorHeader: null },
    call,
    stretch(overrides),
    { scratchDir, signal, journal: (pid) => pids.push(pid) },
  );

/** A server in a thread of its own that stands still once, for so long, when it has answered so many requests. */
async function stallingServer(afterRequests: number, stallMs: number): Promise<number> {
  const code = `
    const { createServer } = require('node:http');
    const { parentPort, workerData } = require('node:worker_threads');
    let answered = 0;
    createServer((request, response) => {
      request.resume();
      answered += 1;
      if (answered === workerData.afterRequests) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, workerData.stallMs);
      response.end('${ANSWER}');
    }).listen(0, '127.0.0.1', function () { parentPort.postMessage(this.address().port); });`;
  const worker = new Worker(code, { eval: true, workerData: { afterRequests, stallMs } });
  ends.push(() => worker.terminate());
  return new Promise((resolve) => worker.once('message', resolve));
}

async function server(answer: (count: number) => string | null): Promise<number> {
  let count = 0;
  const listening: Server = createServer((request, response) => {
    request.resume();
    const text = answer(count++);
    if (text === null) response.socket?.destroy();
    else response.end(text);
  });
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  ends.push(async () => {
    listening.closeAllConnections();
    await new Promise((resolve) => listening.close(resolve));
  });
  return (listening.address() as AddressInfo).port;
}

/** Long against what a busy machine adds, so that the count is of the stall alone. */
const STALL_MS = 600;

describe('the load generator', () => {
  it('counts a pause in every request that had to wait for it: rate × pause of them', async () => {
    const port = await stallingServer(80, STALL_MS);
    const { latencyNs, failures } = await generate(port);
    expect(failures).toEqual({});
    expect(latencyNs).toHaveLength(200);
    // Requests that were due in the first half of the pause waited for more than its second half.
    const delayed = latencyNs.filter((ns) => ns > (STALL_MS / 2) * 1e6).length;
    const expected = (100 * STALL_MS) / 2 / 1000;
    expect(delayed).toBeGreaterThanOrEqual(expected - 2);
    expect(delayed).toBeLessThanOrEqual(expected + 15);
  });

  it('where a closed loop, which waits as well, sees it once', async () => {
    const port = await stallingServer(80, STALL_MS);
    const { latencyNs } = await generate(port, { loop: 'closed', warmupNs: 0 });
    expect(latencyNs.filter((ns) => ns > STALL_MS * 0.9e6)).toHaveLength(1);
  });

  it('counts what was answered wrongly or not at all, and never as a latency', async () => {
    const port = await server((count) => (count % 4 === 0 ? null : count % 4 === 1 ? 'other' : ANSWER));
    const { latencyNs, failures } = await generate(port, {
      durationNs: 0.4e9,
      warmupNs: 0,
      requestsPerSecond: 50,
    });
    const failed = Object.values(failures).reduce((sum, count) => sum + count, 0);
    expect(latencyNs.filter((ns) => ns < 0)).toHaveLength(failed);
    expect(failures['status 200']).toBeGreaterThan(0);
    expect(failures.UND_ERR_SOCKET).toBeGreaterThan(0);
  });

  it('does not wait for ever', async () => {
    const port = await stallingServer(5, 60_000);
    const { failures } = await generate(port, { durationNs: 0.3e9, warmupNs: 0, drainMs: 300 });
    expect(failures['no answer in time']).toBeGreaterThan(0);
  });

  it('ends with the run', async () => {
    const port = await server(() => ANSWER);
    const abort = new AbortController();
    const running = generate(port, { durationNs: 60e9 }, abort.signal);
    await expect.poll(() => pids.length).toBe(1);
    abort.abort(new Error('interrupted'));
    await expect(running).rejects.toThrow('interrupted');
  });
});
