// `node dist/history-speed.js`: what a history of 100, 1,000 and 10,000 runs costs. Its runs are drawn from the blocks of
// the reference set, over three years and two machine classes. Each step runs in a process of its own, several times;
// the median of the time on the clock is told, and the largest peak of memory. Exits with 1 when one costs more than is
// promised.
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { main } from '../../harness/cli.ts';
import { openHistory } from '../../harness/history/store/index.ts';
import { projectRoot } from '../../harness/project-root.ts';
import { formatBytes, formatCount, formatNs } from '../../harness/report/format.ts';
import { median } from '../../harness/stats/index.ts';
import { type Reference, readReference, writeNight, writeNights } from './nights.ts';

const SIZES = [100, 1_000, 10_000];
const REPEATS = 7;
const SUBJECT = ['--workload', 'catalog', '--runner', 'container'];

/** What the steps do, and how long each may take at any of the sizes. */
const STEPS = {
  rebuild: { times: 1, promisedNs: null },
  add: { times: REPEATS, promisedNs: 100e6 },
  'add, whole command': { times: REPEATS, promisedNs: null },
  list: { times: REPEATS, promisedNs: null },
  'list, whole command': { times: REPEATS, promisedNs: 500e6 },
  series: { times: REPEATS, promisedNs: null },
  'show, whole command': { times: REPEATS, promisedNs: 500e6 },
  'every series': { times: 1, promisedNs: null },
} as const;
type Step = keyof typeof STEPS;

interface Task {
  readonly step: Step;
  readonly history: string;
  /** A result set that is not in the history yet. */
  readonly fresh: string;
}

interface Cost {
  readonly ns: number;
  readonly peakBytes: number;
}

const nowhere = (): Writable => new Writable({ write: (_chunk, _encoding, done) => done() });

async function perform({ step, history, fresh }: Task): Promise<void> {
  if (step === 'list') {
    await main(['history', 'list', '--history', history], {
      stdout: nowhere(),
      stderr: process.stderr,
      env: {},
    });
    return;
  }
  const opened = await openHistory(history);
  if (step === 'add') await opened.add(fresh);
  else if (step === 'series')
    await opened.series({ workload: 'catalog', runner: 'container', metric: 'coldStart' });
  else if (step === 'every series') await opened.series();
  else await opened.runs({ limit: 1 });
  await opened.close();
}

async function performAndReport(task: Task): Promise<void> {
  const begun = process.hrtime.bigint();
  await perform(task);
  const cost = {
    ns: Number(process.hrtime.bigint() - begun),
    peakBytes: process.resourceUsage().maxRSS * 1024,
  };
  process.send?.(cost, () => process.disconnect());
}

/** In a process that has done nothing else, so that its peak is that of the task. */
function measureInProcess(task: Task): Promise<Cost> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(import.meta.url));
    child.once('message', (cost: Cost) => resolve(cost));
    child.once('exit', (code) => reject(new Error(`measuring ${task.step} ended with ${code}`)));
    child.send(task);
  });
}

/** Peak memory as the kernel counts it for the child, read from its own last words. */
const MEASURE = `process.on('exit', () => console.error(JSON.stringify({ peak: process.resourceUsage().maxRSS * 1024 })));`;

async function measureCommand(args: readonly string[]): Promise<Cost> {
  const preload = `data:text/javascript,${encodeURIComponent(MEASURE)}`;
  const program = join(projectRoot(), 'scripts/coldbench.mjs');
  const begun = process.hrtime.bigint();
  const child = spawn(process.execPath, ['--import', preload, program, ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const [code] = await once(child, 'close');
  const ns = Number(process.hrtime.bigint() - begun);
  if (code !== 0) throw new Error(`coldbench ${args.join(' ')} ended with ${code}: ${said}`);
  return { ns, peakBytes: JSON.parse(said.trim().split('\n').at(-1) ?? '{}').peak };
}

function measure(task: Task): Promise<Cost> {
  const { step, history, fresh } = task;
  const at = ['--history', history];
  if (step === 'add, whole command') return measureCommand(['history', 'add', fresh, ...at]);
  if (step === 'list, whole command') return measureCommand(['history', 'list', ...at]);
  if (step === 'show, whole command') return measureCommand(['history', 'show', ...SUBJECT, ...at]);
  return measureInProcess(task);
}

async function measureStep(step: Step, history: string, reference: Reference, count: number): Promise<Cost> {
  const costs: Cost[] = [];
  for (let time = 0; time < STEPS[step].times; time++) {
    const spare = mkdtempSync(join(tmpdir(), 'coldbench-history-speed-new-'));
    try {
      const number = 1_000_000 + count + Object.keys(STEPS).indexOf(step) * 100 + time;
      const fresh = writeNight(spare, reference, number, Date.UTC(2025, 0, 15) + number);
      costs.push(await measure({ step, history, fresh }));
    } finally {
      rmSync(spare, { recursive: true });
    }
  }
  return {
    ns: median(costs.map(({ ns }) => ns)) ?? Number.NaN,
    peakBytes: Math.max(...costs.map(({ peakBytes }) => peakBytes)),
  };
}

const sizeOf = (folder: string): number =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).reduce((sum, name) => {
    const { size, isFile } = ((stats) => ({ size: stats.size, isFile: stats.isFile() }))(
      statSync(join(folder, name)),
    );
    return sum + (isFile ? size : 0);
  }, 0);

function tell(step: Step, costs: ReadonlyMap<number, Cost>): void {
  const { promisedNs } = STEPS[step];
  const figures = [...costs].map(
    ([count, { ns, peakBytes }]) => `${formatCount(count)}: ${formatNs(ns)}, ${formatBytes(peakBytes)}`,
  );
  const [before, last] = [...costs.values()].slice(-2);
  const growth = before && last ? Math.log10(last.ns / before.ns).toFixed(2) : '?';
  console.log(`${step.padEnd(20)} ${figures.join('   ')}   time grows as n^${growth}`);
  if (promisedNs === null || [...costs.values()].every(({ ns }) => ns <= promisedNs)) return;
  console.log(`  that is more than ${formatNs(promisedNs)}`);
  process.exitCode = 1;
}

async function report(): Promise<void> {
  const reference = readReference(join(projectRoot(), 'results/reference/catalog.ndjson'));
  const costs = new Map<Step, Map<number, Cost>>();
  for (const count of SIZES) {
    const history = mkdtempSync(join(tmpdir(), 'coldbench-history-speed-'));
    try {
      writeNights(history, reference, count);
      for (const step of Object.keys(STEPS) as Step[]) {
        const cost = await measureStep(step, history, reference, count);
        costs.set(step, (costs.get(step) ?? new Map()).set(count, cost));
      }
      const [all, index] = [sizeOf(join(history, 'runs')), sizeOf(join(history, 'index'))];
      console.log(
        `${formatCount(count)} runs: ${formatBytes(all)} of result sets, ${formatBytes(index)} of index`,
      );
    } finally {
      rmSync(history, { recursive: true });
    }
  }
  for (const [step, ofStep] of costs) tell(step, ofStep);
}

if (process.send) process.once('message', (task: Task) => performAndReport(task));
else await report();
