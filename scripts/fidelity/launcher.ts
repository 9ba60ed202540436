// A harness process of its own that launches what it is told, so that one with ballast and one without can take turns.

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareGate } from '../../harness/experiment/gate.ts';
import { GUEST_ENVIRONMENT } from '../../harness/experiment/guest-environment.ts';
import { ORDINARY_LAUNCH } from '../../harness/experiment/launch-defaults.ts';
import { now } from '../../harness/experiment/stamps.ts';
import type { Instance } from '../../runners/runner.ts';
import { launchGuestProcess } from '../../runners/support/guest-process.ts';

/** What a launcher is asked to time. */
export type Order =
  | { readonly what: 'coldStart'; readonly program: string; readonly input: string }
  | { readonly what: 'spawnToReady'; readonly program: string }
  | { readonly what: 'toExit'; readonly args: readonly string[] };

export interface Timing {
  readonly readyNs: number | null;
  readonly endNs: number;
  /** CPU time of this launcher itself meanwhile. */
  readonly harnessCpuNs: number;
}

const scratchDir = mkdtempSync(join(tmpdir(), 'coldbench-fidelity-'));
const ballast = Buffer.alloc(Number(process.argv[2] ?? 0) * 1e6, 1);

process.on('message', (order: Order) => {
  void carryOut(order).then((timing) => process.send?.(timing));
});
process.on('disconnect', () => {
  rmSync(scratchDir, { recursive: true, force: true });
  process.exit(ballast.length === -1 ? 1 : 0);
});

async function carryOut(order: Order): Promise<Timing> {
  const cpu = process.cpuUsage();
  const timing = await (order.what === 'coldStart'
    ? coldStart(order)
    : order.what === 'toExit'
      ? toExit(order.args)
      : spawnToReady(order));
  const { user, system } = process.cpuUsage(cpu);
  return { ...timing, harnessCpuNs: (user + system) * 1000 };
}

/** As a trial does it: the gate, the announcement, the first response. */
async function coldStart({
  program,
  input,
}: Order & { what: 'coldStart' }): Promise<Omit<Timing, 'harnessCpuNs'>> {
  const marks = new Map<string, bigint>();
  const instance: Instance = await launchGuestProcess(
    { program },
    {
      trialId: 'fidelity',
      runId: 'fidelity',
      scratchDir,
      environment: GUEST_ENVIRONMENT,
      ...ORDINARY_LAUNCH,
      timeoutMs: 10_000,
      signal: new AbortController().signal,
      mark: (milestone) => marks.set(milestone, now()),
      report: () => undefined,
      journal: () => undefined,
    },
  );
  await instance.invoke(Buffer.from(input));
  const end = now();
  await instance.stop();
  const launch = marks.get('launch') ?? 0n;
  return { readyNs: Number((marks.get('ready') ?? 0n) - launch), endNs: Number(end - launch) };
}

/** What the gate is there to avoid: Node's own spawn, timed from before the fork. */
async function spawnToReady({
  program,
}: Order & { what: 'spawnToReady' }): Promise<Omit<Timing, 'harnessCpuNs'>> {
  const launch = now();
  const child = spawn(process.execPath, [program, '3', '127.0.0.1', '0'], {
    env: { ...GUEST_ENVIRONMENT },
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  await new Promise((resolve) => child.stdio[3]?.once('data', resolve));
  const endNs = Number(now() - launch);
  child.kill('SIGKILL');
  await new Promise((resolve) => child.once('close', resolve));
  return { readyNs: endNs, endNs };
}

async function toExit(args: readonly string[]): Promise<Omit<Timing, 'harnessCpuNs'>> {
  const guest = await prepareGate({
    command: process.execPath,
    args,
    cwd: scratchDir,
    environment: GUEST_ENVIRONMENT,
    ...ORDINARY_LAUNCH,
    signal: new AbortController().signal,
  });
  const launch = now();
  guest.open();
  const { code } = await guest.exited;
  const endNs = Number(now() - launch);
  await guest.stop();
  if (code !== 0) throw new Error(`${args.join(' ')} exited with code ${code}: ${guest.outputTail}`);
  return { readyNs: null, endNs };
}
