// `node dist/compare-speed.js`: time and memory of `coldbench compare` from ten thousand to a million samples a side,
// each step in a process of its own. Exits with 1 when comparing two files of a million warm samples each costs more
// than is promised. Time is CPU time, so that a busy machine does not fail it.
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { main } from '../../harness/cli.ts';
import { loadComparable } from '../../harness/compare/load.ts';
import type { Design } from '../../harness/compare/row.ts';
import { rowStatistics } from '../../harness/compare/row.ts';
import { readResultSet } from '../../harness/model/codec.ts';
import { METRICS } from '../../harness/model/metrics.ts';
import { formatBytes, formatCount, formatNs } from '../../harness/report/format.ts';
import { createRandom } from '../../harness/stats/index.ts';
import { writeBigSet } from './big-set.ts';

const SIZES = [10_000, 100_000, 1_000_000];
const WARM_CALLS = 100;
const PROMISED = { ns: 2e9, peakBytes: 300e6 };

/** `read` is part of `load`, and `load` of `compare`. The other two are one row of as many trials, without files. */
const STEPS = ['read', 'load', 'compare', 'independent', 'paired'] as const;

interface Task {
  readonly step: (typeof STEPS)[number];
  readonly samples: number;
  readonly files: readonly string[];
}

interface Cost {
  readonly ns: number;
  readonly peakBytes: number;
}

function oneRow(samples: number, design: Design): () => unknown {
  const metric = METRICS.find(({ name }) => name === 'coldStart');
  if (!metric) throw new Error('there is no cold start');
  const random = createRandom(samples);
  const draw = (): number[] =>
    Array.from({ length: samples }, () => Math.round(50e6 * Math.exp(0.1 * random.next())));
  const sides = { metric, design, old: draw(), new: draw() };
  return () => rowStatistics(sides);
}

/** Four subjects with so many warm calls together. */
const shapeOf = (samples: number) => ({
  subjects: (['process', 'container', 'wasm', 'serverless'] as const).map((runner) => ({ runner })),
  blocks: samples / WARM_CALLS / 4,
  warmCalls: WARM_CALLS,
});

const nowhere = (): Writable => new Writable({ write: (_chunk, _encoding, done) => done() });

function prepare({ step, samples, files }: Task): () => unknown {
  if (step === 'independent' || step === 'paired') return oneRow(samples, step);
  if (step === 'compare')
    return () => main(['compare', ...files], { stdout: nowhere(), stderr: process.stderr, env: {} });
  return async () => {
    for (const file of files) {
      if (step === 'load') await loadComparable(file);
      else
        for await (const { line } of readResultSet(file))
          if (line === 0) throw new Error('lines count from 1');
    }
  };
}

async function performAndReport(task: Task): Promise<void> {
  const perform = prepare(task);
  const before = process.cpuUsage();
  await perform();
  const { user, system } = process.cpuUsage(before);
  const cost: Cost = { ns: (user + system) * 1e3, peakBytes: process.resourceUsage().maxRSS * 1024 };
  process.send?.(cost, () => process.disconnect());
}

/** In a process that has done nothing else, so that its peak is that of the task. */
function measure(task: Task): Promise<Cost> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(import.meta.url));
    child.once('message', (cost: Cost) => resolve(cost));
    child.once('exit', (code) => reject(new Error(`measuring ${task.step} ended with ${code}`)));
    child.send(task);
  });
}

async function measureAll(folder: string): Promise<(Task & Cost)[]> {
  const costs: (Task & Cost)[] = [];
  for (const samples of SIZES) {
    const files = ['old', 'new'].map((name) => join(folder, `${name}-${samples}.ndjson`));
    for (const [index, file] of files.entries())
      await writeBigSet(file, { seed: index + 1, ...shapeOf(samples) });
    for (const step of STEPS) {
      const task: Task = { step, samples, files };
      costs.push({ ...task, ...(await measure(task)) });
    }
  }
  return costs;
}

/** The power of n with which the time of a step grows over the last tenfold. */
function growth(costs: readonly Cost[]): string {
  const [before, last] = costs.slice(-2);
  return before && last ? Math.log10(last.ns / before.ns).toFixed(2) : '?';
}

async function report(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'coldbench-compare-speed-'));
  try {
    const costs = await measureAll(folder);
    for (const step of STEPS) {
      const ofStep = costs.filter((cost) => cost.step === step);
      const figures = ofStep.map(
        ({ samples, ns, peakBytes }) => `${formatCount(samples)}: ${formatNs(ns)}, ${formatBytes(peakBytes)}`,
      );
      console.log(`${step.padEnd(12)} ${figures.join('   ')}   time grows as n^${growth(ofStep)}`);
    }
    const whole = costs.findLast(({ step }) => step === 'compare');
    if (!whole || whole.ns > PROMISED.ns || whole.peakBytes > PROMISED.peakBytes) process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

if (process.send) process.once('message', (task: Task) => performAndReport(task));
else await report();
