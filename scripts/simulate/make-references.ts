// `node dist/make-references.js`: records the trials that the simulation draws from: one thing under two names, on a
// quiet machine and beside a busy neighbour. Run it on a machine that does nothing else, and commit what it writes.
import { fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { parseCount } from '../../harness/commands/values.ts';
import { DEFAULT_PLAN } from '../../harness/experiment/plan.ts';
import { type RunObserver, runBenchmark } from '../../harness/experiment/run.ts';
import { projectRoot } from '../../harness/project-root.ts';
import { repeatLabels } from '../../harness/selfcheck/labels.ts';
import { makeTwins } from '../../harness/selfcheck/probes.ts';
import { resolveWorkload } from '../../workloads/index.ts';
import { REGIMES, type Regime } from './regimes.ts';
import { runScript } from './run-script.ts';

interface Options {
  readonly workload: string;
  readonly blocks: number;
  readonly warmCalls: number;
  readonly seed: number;
  readonly out: string;
}

const say = (line: string): boolean => process.stderr.write(`${line}\n`);
const abort = new AbortController();
const interrupt = (): void => abort.abort(new Error('interrupted'));
process.once('SIGINT', interrupt).once('SIGTERM', interrupt);

async function record(regime: Regime, options: Options, folder: string): Promise<void> {
  if (abort.signal.aborted) return;
  const source = await resolveWorkload(options.workload);
  const { base, again } = await makeTwins(source, folder);
  const outPath = join(options.out, `twins-${regime}.ndjson`);
  say(`${regime}: ${REGIMES[regime]}`);
  const neighbour = regime === 'busy' ? startNeighbour() : null;
  try {
    const { stopReason } = await runBenchmark({
      workloads: [base, again],
      runnerNames: ['process'],
      plan: { ...DEFAULT_PLAN, blocks: options.blocks, budgetNs: null, warmCalls: options.warmCalls },
      seed: options.seed,
      labels: { ...repeatLabels(source.name, []), regime, neighbour: REGIMES[regime] },
      command: process.argv.slice(2),
      outPath,
      cacheDir: folder,
      useCache: true,
      signal: abort.signal,
      observer: observer(options.blocks),
    });
    say(`${regime}: ${stopReason}, ${outPath}`);
  } finally {
    await neighbour?.stop();
  }
}

const observer = (blocks: number): RunObserver => ({
  note: say,
  packaging: () => undefined,
  reference: () => undefined,
  study: () => undefined,
  trial: (_trial, { block }) => {
    if (process.stderr.isTTY) process.stderr.write(`\rblock ${block} of ${blocks} `);
  },
});

interface Neighbour {
  /** @throws Error when it had died before: what was recorded is not what it is called. */
  stop(): Promise<void>;
}

function startNeighbour(): Neighbour {
  const child = fork(join(projectRoot(), 'dist/busy-neighbour.js'));
  let stopping = false;
  const exited = new Promise<boolean>((resolve) => child.once('exit', () => resolve(stopping)));
  return {
    stop: async () => {
      stopping = true;
      if (child.connected) child.disconnect();
      // Ctrl-C in a terminal ends it together with this process.
      if (!(await exited) && !abort.signal.aborted) throw new Error('the busy neighbour died');
    },
  };
}

const program = new Command('make-references')
  .option('--workload <name|path>', 'what is measured under two names', 'catalog')
  .option('--blocks <n>', 'blocks of each file', parseCount(20, 10_000), 400)
  .option('--warm-calls <n>', 'few, so that the files stay small', parseCount(0, 1000), 10)
  .option('--seed <n>', 'seed of the order', parseCount(0, 0xffff_ffff), 1)
  .option('--out <folder>', 'where the files go', join(projectRoot(), 'results/reference'))
  .action(async (options: Options) => {
    const folder = await mkdtemp(join(tmpdir(), 'coldbench-references-'));
    try {
      for (const regime of Object.keys(REGIMES) as Regime[]) await record(regime, options, folder);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
await runScript(program);
