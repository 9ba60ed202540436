// The program of the load generator, a process of its own: neither the harness's collector nor its other work gets into a
// latency. Requests are sent when they are due, whatever became of those before.

import { createHash } from 'node:crypto';
import { readFileSync, writeSync } from 'node:fs';
import { Agent, type IncomingMessage, request } from 'node:http';
import type { LoadAnswer, LoadOrder } from './order.ts';

const order = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as LoadOrder;
const body = Buffer.from(order.body, 'base64');
const now = (): number => Number(process.hrtime.bigint());

const agent = new Agent({
  keepAlive: true,
  maxSockets: order.loop === 'open' ? order.connections : 1,
  scheduling: 'fifo',
});
const { hostname, port } = new URL(order.origin);
const options = {
  ...(order.socketPath === null ? { hostname, port } : { socketPath: order.socketPath }),
  path: order.path,
  method: 'POST',
  headers: { ...order.headers, 'content-length': body.length },
  agent,
};

/** The first right answer; the others are compared with it, which is cheaper than a digest of each. */
let expected: Buffer | null = null;

function isRight(response: IncomingMessage, answer: Buffer): boolean {
  if (response.statusCode !== 200) return false;
  if (order.errorHeader !== null && response.headers[order.errorHeader] !== undefined) return false;
  if (expected !== null) return expected.equals(answer);
  if (createHash('sha256').update(answer).digest('hex') !== order.answerSha256) return false;
  expected = answer;
  return true;
}

/** Calls back with the instant of the last byte, and what went wrong if something did. */
function call(done: (endNs: number, failure: string | null) => void): void {
  const sent = request(options, (response) => {
    const chunks: Buffer[] = [];
    response.on('data', (chunk: Buffer) => chunks.push(chunk));
    response.on('end', () => {
      const endNs = now();
      done(endNs, isRight(response, Buffer.concat(chunks)) ? null : `status ${response.statusCode}`);
    });
    response.on('error', (error: NodeJS.ErrnoException) => done(now(), error.code ?? error.message));
  });
  sent.on('error', (error: NodeJS.ErrnoException) => done(now(), error.code ?? error.message));
  sent.end(body);
}

interface Columns {
  readonly latencyNs: number[];
  readonly lagNs: number[];
  readonly failures: Record<string, number>;
}

/** A timer may be this late, so that the last stretch before a request is spent looking at the clock. */
const SLEEP_MARGIN_NS = 2e6;
const WRONG = -1;

async function openLoop(columns: Columns): Promise<number> {
  const intervalNs = 1e9 / order.requestsPerSecond;
  const warmups = Math.floor(order.warmupNs / intervalNs);
  const total = warmups + Math.max(1, Math.round(order.durationNs / intervalNs));
  const startNs = now() + SLEEP_MARGIN_NS;
  const dueNs = (index: number): number => startNs + index * intervalNs;
  let [next, open, firstNs, lastNs] = [0, 0, 0, 0];
  const send = (index: number): void => {
    const sentNs = now();
    const measured = index - warmups;
    open += 1;
    if (measured >= 0) {
      columns.lagNs[measured] = sentNs - dueNs(index);
      columns.latencyNs[measured] = WRONG;
      if (measured === 0) firstNs = sentNs;
      lastNs = sentNs;
    }
    call((endNs, failure) => {
      open -= 1;
      if (measured < 0) return;
      if (failure === null) columns.latencyNs[measured] = endNs - dueNs(index);
      else columns.failures[failure] = (columns.failures[failure] ?? 0) + 1;
    });
  };
  await new Promise<void>((resolve) => {
    const look = (): void => {
      while (next < total && dueNs(next) <= now()) send(next++);
      const leftNs = dueNs(next) - now();
      if (next === total) resolve();
      else if (leftNs > SLEEP_MARGIN_NS) setTimeout(look, (leftNs - SLEEP_MARGIN_NS) / 1e6);
      else setImmediate(look);
    };
    look();
  });
  const deadlineNs = now() + order.drainMs * 1e6;
  while (open > 0 && now() < deadlineNs) await new Promise((resolve) => setTimeout(resolve, 1));
  if (open > 0) columns.failures['no answer in time'] = open;
  return lastNs - firstNs;
}

async function closedLoop(columns: Columns): Promise<number> {
  const startNs = now();
  const measureFromNs = startNs + order.warmupNs;
  const endNs = measureFromNs + order.durationNs;
  for (let sentNs = now(); sentNs < endNs; sentNs = now()) {
    const { atNs, failure } = await new Promise<{ atNs: number; failure: string | null }>((resolve) =>
      call((at, what) => resolve({ atNs: at, failure: what })),
    );
    if (sentNs < measureFromNs) continue;
    columns.lagNs.push(0);
    columns.latencyNs.push(failure === null ? atNs - sentNs : WRONG);
    if (failure !== null) columns.failures[failure] = (columns.failures[failure] ?? 0) + 1;
  }
  return now() - measureFromNs;
}

const columns: Columns = { latencyNs: [], lagNs: [], failures: {} };
const sendingNs = await (order.loop === 'open' ? openLoop(columns) : closedLoop(columns));
const answer: LoadAnswer = { ...columns, sendingNs };
const bytes = Buffer.from(JSON.stringify(answer));
for (let written = 0; written < bytes.length; ) {
  try {
    written += writeSync(3, bytes, written);
  } catch (error) {
    // The harness has not yet read what is in the pipe.
    if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
  }
}
process.exit(0);
