// `node dist/history-speed.js`: what a history of 100, 1,000 and 10,000 runs costs. Its runs are drawn from the blocks of
// the reference set, over three years and two machine classes. Each step runs in a process of its own, several times;
// told are the medians of the time on the clock and of CPU time, and the largest peak of memory. Exits with 1 when even
// the fastest repeat of one takes longer than is promised, since what else the machine does can only add.
import { fork } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openHistory } from '../../harness/history/store/index.ts';
import { projectRoot } from '../../harness/project-root.ts';
import { formatBytes, formatCount, formatNs } from '../../harness/report/format.ts';
import { median } from '../../harness/stats/index.ts';
import { type Cost, costSince, measureCommand } from './measured-command.ts';
import { type Reference, readReference, writeNight, writeNights } from './nights.ts';

const SIZES = [100, 1_000, 10_000];
const REPEATS = 7;
const SUBJECT = ['--workload', 'catalog', '--runner', 'container'];

interface Task {
  readonly history: string;
  /** A result set that is not in the history yet. */
  readonly fresh: string;
}

interface Step {
  readonly name: string;
  readonly times: number;
  readonly promisedNs: number | null;
  readonly how: 'in process' | ((task: Task) => readonly string[]);
}

const step = (name: string, how: Step['how'], promisedNs: number | null = null, times = REPEATS): Step => ({
  name,
  how,
  promisedNs,
  times,
});

const command = (name: string, argsOf: (task: Task) => readonly string[], promisedNs: number | null = null) =>
  step(
    `coldbench history ${name}`,
    (task) => ['history', name, ...argsOf(task), '--history', task.history],
    promisedNs,
  );

const STEPS: readonly Step[] = [
  step('index made anew', 'in process', null, 1),
  step('add', 'in process', 100e6),
  command('add', ({ fresh }) => [fresh]),
  command('list', () => [], 500e6),
  step('one series', 'in process', 500e6),
  command('show', () => SUBJECT, 500e6),
  step('every series', 'in process', null, 1),
  {
    ...command('report', ({ fresh }) => ['--out', `${fresh}.html`], 5e9),
    times: 3,
  },
];

async function perform(name: string, { history, fresh }: Task): Promise<void> {
  const opened = await openHistory(history);
  if (name === 'add') await opened.add(fresh);
  else if (name === 'one series')
    await opened.series({ workload: 'catalog', runner: 'container', metric: 'coldStart' });
  else if (name === 'every series') await opened.series();
  else await opened.runs({ limit: 1 });
  await opened.close();
}

async function performAndReport({ name, task }: { name: string; task: Task }): Promise<void> {
  // What a process loads once is told with the whole commands.
  await import('../../harness/history/store/add-run.ts');
  const [begunNs, cpuBefore] = [process.hrtime.bigint(), process.cpuUsage()];
  await perform(name, task);
  process.send?.(costSince(begunNs, cpuBefore), () => process.disconnect());
}

/** In a process that has done nothing else, so that its peak is that of the task. */
function measureInProcess(name: string, task: Task): Promise<Cost> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(import.meta.url));
    child.once('message', (cost: Cost) => resolve(cost));
    child.once('exit', (code) => reject(new Error(`measuring '${name}' ended with ${code}`)));
    child.send({ name, task });
  });
}

interface StepCost extends Cost {
  /** Of the fastest repeat, on the clock or in CPU time: what else the machine does adds to both, and more to the clock. */
  readonly leastNs: number;
}

async function measureStep(
  { name, how, times }: Step,
  history: string,
  reference: Reference,
): Promise<StepCost> {
  const costs: Cost[] = [];
  for (let time = 0; time < times; time++) {
    const spare = mkdtempSync(join(tmpdir(), 'coldbench-history-speed-new-'));
    try {
      const task = { history, fresh: writeNight(spare, reference, freshNumber++, Date.UTC(2026, 5, 1)) };
      costs.push(how === 'in process' ? await measureInProcess(name, task) : await measureCommand(how(task)));
    } finally {
      rmSync(spare, { recursive: true });
    }
  }
  const medianOf = (field: keyof Cost): number => median(costs.map((cost) => cost[field])) ?? Number.NaN;
  return {
    wallNs: medianOf('wallNs'),
    cpuNs: medianOf('cpuNs'),
    peakBytes: Math.max(...costs.map(({ peakBytes }) => peakBytes)),
    leastNs: Math.min(...costs.map(({ wallNs, cpuNs }) => Math.min(wallNs, cpuNs))),
  };
}

/** Of the next result set that no history has yet. */
let freshNumber = 1_000_000;

const sizeOf = (folder: string): number =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).reduce((sum, name) => {
    const stats = statSync(join(folder, name));
    return sum + (stats.isFile() ? stats.size : 0);
  }, 0);

function tell({ name, promisedNs }: Step, costs: ReadonlyMap<number, StepCost>): void {
  const figures = [...costs].map(
    ([count, { wallNs, cpuNs, peakBytes }]) =>
      `${formatCount(count)}: ${formatNs(wallNs)} (CPU ${formatNs(cpuNs)}), ${formatBytes(peakBytes)}`,
  );
  const [before, last] = [...costs.values()].slice(-2);
  const growth = before && last ? Math.log10(last.cpuNs / before.cpuNs).toFixed(2) : '?';
  console.log(`${name.padEnd(23)} ${figures.join('   ')}   CPU grows as n^${growth}`);
  if (promisedNs === null) return;
  const least = Math.max(...[...costs.values()].map(({ leastNs }) => leastNs));
  const isKept = least <= promisedNs;
  console.log(
    `  promised: ${formatNs(promisedNs)}; the fastest took ${formatNs(least)} at most${isKept ? '' : ', which is more'}`,
  );
  if (!isKept) process.exitCode = 1;
}

async function report(): Promise<void> {
  const reference = readReference(join(projectRoot(), 'results/reference/catalog.ndjson'));
  const costs = STEPS.map((one) => ({ step: one, bySize: new Map<number, StepCost>() }));
  for (const count of SIZES) {
    const history = mkdtempSync(join(tmpdir(), 'coldbench-history-speed-'));
    try {
      writeNights(history, reference, count);
      for (const { step: one, bySize } of costs)
        bySize.set(count, await measureStep(one, history, reference));
      const [all, index] = [sizeOf(join(history, 'runs')), sizeOf(join(history, 'index'))];
      console.log(
        `${formatCount(count)} runs: ${formatBytes(all)} of result sets, ${formatBytes(index)} of index`,
      );
    } finally {
      rmSync(history, { recursive: true });
    }
  }
  for (const { step: one, bySize } of costs) tell(one, bySize);
}

if (process.send) process.once('message', performAndReport);
else await report();
