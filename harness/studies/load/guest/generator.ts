// The program of the load generator, a process of its own: neither the harness's collector nor its other work gets into a
// latency. Requests are sent when they are due, whatever became of those before.

import { createHash } from 'node:crypto';
import { readFileSync, writeSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { performance } from 'node:perf_hooks';
import { type Dispatcher, Pool } from 'undici';
import type { LoadAnswer, LoadOrder } from './order.ts';

const order = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as LoadOrder;
const body = Buffer.from(order.body, 'base64');
/** In ns. No bigint: its garbage would be most of what the collector has to do. */
const now = (): number => performance.now() * 1e6;

const connectTo = (origin: string, socketPath: string | null): Pool =>
  new Pool(origin, {
    connections: order.loop === 'open' ? order.connections : 1,
    pipelining: 1,
    headersTimeout: 0,
    bodyTimeout: 0,
    ...(socketPath === null ? {} : { socketPath }),
  });

const request: Dispatcher.DispatchOptions = {
  path: order.path,
  method: 'POST',
  headers: { ...order.headers, 'content-length': String(body.length) },
  body,
};

/** The first right answer; the others are compared with it, which is cheaper than a digest of each. */
let expected: Buffer | null = null;

function isRight(answer: Buffer): boolean {
  if (expected !== null) return expected.equals(answer);
  if (createHash('sha256').update(answer).digest('hex') !== order.answerSha256) return false;
  expected = answer;
  return true;
}

type Done = (endNs: number, failure: string | null) => void;

class Call implements Dispatcher.DispatchHandler {
  readonly #done: Done;
  readonly #chunks: Buffer[] = [];
  #status = 0;
  #failed = false;

  constructor(done: Done) {
    this.#done = done;
  }

  onRequestStart(): void {
    // What the dispatcher asks a handler to have; there is nothing to do.
  }

  onResponseStart(_controller: unknown, status: number, headers: Record<string, unknown>): void {
    this.#status = status;
    this.#failed = status !== 200 || (order.errorHeader !== null && headers[order.errorHeader] !== undefined);
  }

  onResponseData(_controller: unknown, chunk: Buffer): void {
    this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    const endNs = now();
    const answer = this.#chunks.length === 1 ? (this.#chunks[0] ?? body) : Buffer.concat(this.#chunks);
    this.#done(endNs, !this.#failed && isRight(answer) ? null : `status ${this.#status}`);
  }

  onResponseError(_controller: unknown, error: NodeJS.ErrnoException): void {
    this.#done(now(), error.code ?? error.message);
  }
}

let pool = connectTo(order.origin, order.socketPath);

/** Calls back with the instant of the last byte, and what went wrong if something did. */
function call(done: Done): void {
  pool.dispatch(request, new Call(done));
}

interface Columns {
  readonly latencyNs: number[];
  readonly lagNs: number[];
  readonly failures: Record<string, number>;
}

const emptyColumns = (): Columns => ({ latencyNs: [], lagNs: [], failures: {} });

/** A timer may be this late, so that the last stretch before a request is spent looking at the clock. */
const SLEEP_MARGIN_NS = 2e6;
const WRONG = -1;

interface Schedule {
  readonly intervalNs: number;
  /** Requests that come first and are not measured. */
  readonly warmups: number;
  readonly total: number;
}

function scheduleOf({ requestsPerSecond, warmupNs, durationNs }: LoadOrder): Schedule {
  const intervalNs = 1e9 / requestsPerSecond;
  const warmups = Math.floor(warmupNs / intervalNs);
  return { intervalNs, warmups, total: warmups + Math.max(1, Math.round(durationNs / intervalNs)) };
}

async function openLoop(columns: Columns, { intervalNs, warmups, total }: Schedule): Promise<number> {
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

/** Half a second. */
const PRACTICE: Schedule = { intervalNs: 0.25e6, warmups: 100, total: 2000 };

/** Calls a server of its own until its code is compiled: what V8 does meanwhile would be in the first latencies. */
async function warmItself(): Promise<void> {
  const server = createServer((incoming, response) => {
    incoming.resume();
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  pool = connectTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, null);
  await openLoop(emptyColumns(), PRACTICE);
  await pool.close();
  server.close();
  pool = connectTo(order.origin, order.socketPath);
}

function say(answer: LoadAnswer): void {
  const bytes = Buffer.from(JSON.stringify(answer));
  for (let written = 0; written < bytes.length; ) {
    try {
      written += writeSync(3, bytes, written);
    } catch (error) {
      // The harness has not yet read what is in the pipe.
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
    }
  }
}

async function main(): Promise<void> {
  await warmItself();
  const columns = emptyColumns();
  const sendingNs = await (order.loop === 'open'
    ? openLoop(columns, scheduleOf(order))
    : closedLoop(columns));
  say({ ...columns, sendingNs });
  process.exit(0);
}

void main();
