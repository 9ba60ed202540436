// `npm run bench:fidelity`: is the instrument itself right, and how much does it cost? Everything that is compared
// takes turns in the same blocks, in random order. Exits with 1 when a figure misses its bound.
import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../../harness/project-root.ts';
import { formatNs } from '../../harness/report/format.ts';
import { createRandom, median, pairedOverhead } from '../../harness/stats/index.ts';
import { runner } from '../../runners/process/index.ts';
import { resolveWorkload } from '../../workloads/index.ts';
import type { Order, Timing } from './launcher.ts';
import { hyperfineReference, posixSpawnReference } from './references.ts';

const BLOCKS = Number(process.argv[2] ?? 60);
const BALLAST_MB = 1000;
const folder = mkdtempSync(join(tmpdir(), 'coldbench-fidelity-'));
const samples = new Map<string, number[]>();
let failed = false;

const launcher = (ballastMb: number): ChildProcess =>
  fork(join(projectRoot(), 'dist/fidelity-launcher.js'), [String(ballastMb)]);

const ask = (child: ChildProcess, order: Order): Promise<Timing> =>
  new Promise((resolve) => {
    child.once('message', (timing) => resolve(timing as Timing));
    child.send(order);
  });

function keep(name: string, ns: number): void {
  samples.set(name, [...(samples.get(name) ?? []), ns]);
}

const light = launcher(0);
const heavy = launcher(BALLAST_MB);
try {
  await measure();
  report();
} finally {
  light.disconnect();
  heavy.disconnect();
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = failed ? 1 : 0;

async function measure(): Promise<void> {
  const workload = await resolveWorkload('noop', {});
  await runner.package(workload, { cacheDir: folder, useCache: true, signal: new AbortController().signal });
  const { sha256 } = await runner.package(workload, {
    cacheDir: folder,
    useCache: true,
    signal: new AbortController().signal,
  });
  const program = join(folder, 'process', sha256.slice(0, 32), 'app.mjs');
  const input = Buffer.from(workload.input).toString('utf8');
  const tasks = taskList(program, input);
  const random = createRandom(1);
  for (let block = 0; block <= BLOCKS; block += 1) {
    for (const task of random.shuffle(tasks)) await task(block > 0 ? keep : () => undefined);
    process.stderr.write(`\rblock ${block}/${BLOCKS} `);
  }
  process.stderr.write('\n');
}

type Keep = (name: string, ns: number) => void;

function taskList(program: string, input: string): ((keep: Keep) => Promise<void>)[] {
  const posixSpawn = posixSpawnReference(folder);
  const hyperfine = hyperfineReference(folder);
  const bare = ['-e', '0'];
  const command = join(projectRoot(), 'scripts/coldbench.mjs');
  return [
    async (keep) => {
      const { readyNs, endNs, harnessCpuNs } = await ask(light, { what: 'coldStart', program, input });
      keep('cold start', endNs);
      keep('ready', readyNs ?? 0);
      keep('harness CPU', harnessCpuNs);
    },
    async (keep) =>
      keep('cold start, 1 GB ballast', (await ask(heavy, { what: 'coldStart', program, input })).endNs),
    async (keep) => keep('spawn to ready', (await ask(light, { what: 'spawnToReady', program })).endNs),
    async (keep) =>
      keep('spawn to ready, 1 GB ballast', (await ask(heavy, { what: 'spawnToReady', program })).endNs),
    async (keep) => keep('node -e 0 to exit', (await ask(light, { what: 'toExit', args: bare })).endNs),
    async (keep) =>
      keep(
        'coldbench --help to exit',
        (await ask(light, { what: 'toExit', args: [command, '--help'] })).endNs,
      ),
    ...(posixSpawn
      ? [
          async (keep: Keep) =>
            keep(
              'ready, C posix_spawn',
              await posixSpawn([process.execPath, program, '3', '127.0.0.1', '0']),
            ),
          async (keep: Keep) =>
            keep('node -e 0 to exit, C posix_spawn', await posixSpawn([process.execPath, ...bare])),
        ]
      : []),
    ...(hyperfine
      ? [
          async (keep: Keep) =>
            keep('node -e 0 to exit, hyperfine', await hyperfine([process.execPath, ...bare])),
        ]
      : []),
  ];
}

function report(): void {
  compare('cold start, 1 GB ballast', 'cold start', [0.97, 1.03]);
  compare('spawn to ready, 1 GB ballast', 'spawn to ready', null);
  compare('ready', 'ready, C posix_spawn', [0.97, 1.03]);
  compare('node -e 0 to exit', 'node -e 0 to exit, C posix_spawn', null);
  compare('node -e 0 to exit', 'node -e 0 to exit, hyperfine', null);
  compare('coldbench --help to exit', 'node -e 0 to exit', [0, 2]);
  const cpuNs = median(samples.get('harness CPU') ?? []) ?? Number.NaN;
  verdict(`harness CPU for one cold start: ${formatNs(cpuNs)} (bound 5 ms)`, cpuNs <= 5e6);
}

/** Prints subject, reference and the paired ratio; without bounds it is there to be read, not to be passed. */
function compare(subject: string, reference: string, bounds: readonly [number, number] | null): void {
  const [a = [], b = []] = [samples.get(subject), samples.get(reference)];
  if (a.length === 0 || b.length === 0) {
    console.log(`not measured  ${subject} against ${reference}: the reference is not on this machine`);
    return;
  }
  const { ratio } = pairedOverhead(a, b);
  const interval = ratio.interval
    ? ` [${ratio.interval.low.toFixed(3)}, ${ratio.interval.high.toFixed(3)}]`
    : '';
  const medians = `${formatNs(median(a) ?? 0)} against ${formatNs(median(b) ?? 0)}`;
  const text = `${subject} / ${reference}: ${ratio.estimate?.toFixed(3)}${interval}, ${medians}, n=${a.length}`;
  if (!bounds) console.log(`              ${text}`);
  else
    verdict(
      `${text} (bounds ${bounds.join(' to ')})`,
      ratio.estimate !== null && ratio.estimate >= bounds[0] && ratio.estimate <= bounds[1],
    );
}

function verdict(text: string, good: boolean): void {
  failed ||= !good;
  console.log(`${good ? 'ok            ' : 'OUT OF BOUNDS '}${text}`);
}
