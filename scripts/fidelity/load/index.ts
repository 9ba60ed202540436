// `node dist/load-fidelity.js`: is the load generator right, and what does it add? Against a bare echo, in rounds of random
// order beside other generators. Exits with 1 when a figure misses its bound.
import { type ChildProcess, fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../../../harness/project-root.ts';
import { formatNs } from '../../../harness/report/format.ts';
import { createRandom, median, quantile } from '../../../harness/stats/index.ts';
import { generateLoad, type Stretch } from '../../../harness/studies/load/generate.ts';
import { encodeLatencies } from '../../../harness/studies/load/histogram.ts';
import { autocannon, javaHistogram, type Latencies, openLoopInC } from './references.ts';

const ROUNDS = Number(process.argv[2] ?? 7);
const RATE = 2000;
const SECONDS = 5;
const STALL_MS = 100;
/** Low, so that the queue of the pause is worked off at once. */
const STALL_RATE = 500;
const QUANTILES = [0.5, 0.9, 0.99, 0.999];
const BODY = Buffer.from('{}');
const samples = new Map<string, Latencies[]>();
const folder = mkdtempSync(join(tmpdir(), 'coldbench-load-fidelity-'));
const echo = fork(join(projectRoot(), 'dist/load-fidelity-echo.js'));
let failed = false;

try {
  const [port] = (await once(echo, 'message')) as [number];
  await measureFloors(port);
  const last = await generate(port, { durationNs: SECONDS * 1e9 });
  report();
  compareHistograms(last.latencyNs);
  await stall(port, echo);
} finally {
  echo.disconnect();
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = failed ? 1 : 0;

async function measureFloors(port: number): Promise<void> {
  const tasks: Record<string, () => Promise<Latencies>> = {
    'this generator': () => ours(port, 'open'),
    'this generator, closed loop': () => ours(port, 'closed'),
  };
  const [cannon, c] = [autocannon(), openLoopInC(folder)];
  if (cannon) tasks.autocannon = () => cannon(port, RATE, SECONDS);
  if (c) tasks['an open loop in C'] = () => c(port, RATE, SECONDS);
  const random = createRandom(1);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [name, task] of random.shuffle(Object.entries(tasks))) {
      process.stderr.write(`\rround ${round + 1}/${ROUNDS}: ${name.padEnd(30)}`);
      samples.set(name, [...(samples.get(name) ?? []), await task()]);
    }
  }
  process.stderr.write('\n');
}

function generate(port: number, overrides: Partial<Stretch>) {
  const stretch: Stretch = {
    loop: 'open',
    requestsPerSecond: RATE,
    durationNs: SECONDS * 1e9,
    warmupNs: 1e9,
    connections: 64,
    drainMs: 5000,
    ...overrides,
  };
  return generateLoad(
    { origin: `http://127.0.0.1:${port}`, path: '/', headers: {}, errorHeader: null },
    { input: BODY, outputSha256: createHash('sha256').update(BODY).digest('hex') },
    stretch,
    { scratchDir: folder, signal: new AbortController().signal, journal: () => undefined },
  );
}

async function ours(port: number, loop: Stretch['loop']): Promise<Latencies> {
  const { latencyNs, failures, sendingNs } = await generate(port, { loop });
  if (Object.keys(failures).length > 0) throw new Error(`failed requests: ${JSON.stringify(failures)}`);
  const reached = latencyNs.length / (sendingNs / 1e9);
  if (loop === 'open' && Math.abs(reached / RATE - 1) > 0.001)
    verdict(`the rate was ${reached.toFixed(1)} a second`, false);
  return { p50: quantile(latencyNs, 0.5) ?? Number.NaN, p99: quantile(latencyNs, 0.99) ?? Number.NaN };
}

function typical(name: string, which: keyof Latencies): number {
  return median((samples.get(name) ?? []).map((round) => round[which])) ?? Number.NaN;
}

function report(): void {
  for (const [name, rounds] of samples) {
    const all = rounds.map(({ p99 }) => formatNs(p99)).join(', ');
    console.log(
      `              ${name}: p50 ${formatNs(typical(name, 'p50'))}, p99 ${formatNs(typical(name, 'p99'))} (${all})`,
    );
  }
  const floor = samples.has('an open loop in C') ? 'an open loop in C' : 'this generator, closed loop';
  const addedNs = typical('this generator', 'p99') - typical(floor, 'p99');
  verdict(
    `${RATE} requests a second: p99 ${formatNs(addedNs)} above ${floor} (bound 1 ms), median of ${ROUNDS} rounds`,
    addedNs < 1e6,
  );
}

function compareHistograms(latencyNs: readonly number[]): void {
  const read = javaHistogram();
  if (!read) {
    console.log('not measured  HdrHistogram for Java is not on this machine');
    return;
  }
  const sorted = latencyNs.toSorted((a, b) => a - b);
  const [count, ...found] = read(encodeLatencies(latencyNs), QUANTILES);
  const errors = QUANTILES.map((q, index) => {
    const exact = sorted[Math.ceil(q * sorted.length) - 1] ?? Number.NaN;
    return Math.abs((found[index] ?? Number.NaN) / exact - 1);
  });
  const worst = Math.max(...errors);
  verdict(
    `a histogram of ${count} latencies, read by HdrHistogram for Java: p50 to p99.9 within ${(worst * 100).toFixed(3)} % of the sorted latencies (bound 0.2 %)`,
    count === latencyNs.length && worst < 0.002,
  );
}

/** A pause in the middle of a stretch: late is what waited for more than half of it, which is half of what was due meanwhile. */
async function stall(port: number, server: ChildProcess): Promise<void> {
  for (const loop of ['open', 'closed'] as const) {
    const stretch = generate(port, { loop, durationNs: 3e9, warmupNs: 2e9, requestsPerSecond: STALL_RATE });
    // The first one is not measured: it opens the connections that the requests of a pause need.
    for (const waitMs of [1500, 2000]) {
      await new Promise((resolve) => setTimeout(resolve, waitMs));
      server.send(STALL_MS);
    }
    const { latencyNs } = await stretch;
    const late = latencyNs.filter((ns) => ns > (STALL_MS / 2) * 1e6).length;
    const expected = loop === 'open' ? (STALL_RATE * STALL_MS) / 2000 : 1;
    verdict(
      `a pause of ${STALL_MS} ms, ${loop} loop: ${late} requests waited for more than half of it (${expected} due)`,
      Math.abs(late - expected) <= expected * 0.1,
    );
  }
}

function verdict(text: string, good: boolean): void {
  failed ||= !good;
  console.log(`${good ? 'ok            ' : 'OUT OF BOUNDS '}${text}`);
}
