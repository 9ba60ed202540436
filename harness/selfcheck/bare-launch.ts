import { prepareGate } from '../experiment/gate.ts';
import { GUEST_ENVIRONMENT } from '../experiment/guest-environment.ts';
import type { RunJournal } from '../experiment/journal.ts';
import { now } from '../experiment/stamps.ts';
import type { Ns } from '../model/units.ts';

export interface BareLaunchOptions {
  readonly count: number;
  readonly journal: RunJournal;
  readonly signal: AbortSignal;
}

/** The first ones find the files of the shell and of `true` on disk. */
const WARMUP = 3;

/**
 * `true` through the starting gate, from `launch` until the harness knows that it has ended: what no packaging can be
 * faster than, and what the instrument itself costs.
 */
export async function measureBareLaunches(options: BareLaunchOptions): Promise<Ns[]> {
  const samples: Ns[] = [];
  for (let launch = 0; launch < WARMUP + options.count; launch += 1) {
    const elapsedNs = await bareLaunch(options);
    if (launch >= WARMUP) samples.push(elapsedNs);
  }
  return samples;
}

async function bareLaunch({ journal, signal }: BareLaunchOptions): Promise<Ns> {
  const guest = await prepareGate({
    command: 'true',
    args: [],
    cwd: journal.scratchDir,
    environment: GUEST_ENVIRONMENT,
    signal,
  });
  journal.recordGuest(guest.pid);
  try {
    const launchNs = now();
    guest.open();
    const { code } = await guest.exited;
    const elapsedNs = Number(now() - launchNs);
    if (code !== 0) throw new Error(`'true' ended with ${code}: ${guest.outputTail}`);
    return elapsedNs;
  } finally {
    await guest.stop();
  }
}
