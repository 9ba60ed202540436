import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type GatedProcess, prepareGate } from '../../../harness/experiment/gate.ts';
import { identify } from '../../../harness/experiment/process-identity.ts';
import type { GuestMilestone } from '../../../harness/model/milestones.ts';
import type { Instance, LaunchContext } from '../../runner.ts';
import { descendants } from '../../support/descendants.ts';
import { HttpClient } from '../../support/http-client.ts';
import { readProcess, unreadable } from '../../support/process-resources.ts';
import { awaitServing } from './serving.ts';

/** How a native host of components is started. */
export interface HostStart {
  /** In tables and reasons. */
  readonly name: string;
  readonly program: string;
  /** `folder`: an empty one of the trial's own, where the host may keep files. */
  args(folder: string): readonly string[];
  /** What it is given besides the environment of all guests. */
  environment(folder: string): Readonly<Record<string, string>>;
  /** Where it says that it serves. */
  readonly says: 'output' | 'errors';
  /** Whether the component runs in the program itself, or in a process that it starts. */
  readonly servesIn: 'itself' | 'child';
}

type Unknown = Readonly<Record<GuestMilestone, string>>;

const unknownOf = (name: string): Unknown => ({
  processStart: `${name} does not say when its process began`,
  runtimeReady: `${name} does not say when it was up`,
  compiled: `${name} does not say when it had the component's code`,
  instantiated: 'every call is answered by an instance of its own, which is made when it is called',
  workloadLoaded: 'the module was evaluated when the component was built',
});

/** One cold start of a fresh host process with the component; `ready` is when it says that it serves. */
export async function launchHost(start: HostStart, context: LaunchContext): Promise<Instance> {
  const folder = await mkdtemp(join(context.scratchDir, 'host-'));
  const started: Started = { folder, gated: null, below: [] };
  try {
    const gated = await prepareGate({
      command: start.program,
      args: start.args(folder),
      cwd: folder,
      environment: { ...context.environment, TMPDIR: folder, ...start.environment(folder) },
      signal: context.signal,
    });
    started.gated = gated;
    context.journal(gated.pid);
    await context.beforeLaunch();
    context.mark('launch');
    gated.open();
    const port = await awaitServing(gated, gated[start.says], context.signal, () => context.mark('ready'));
    context.report({ nowNs: null, milestonesNs: {}, unknown: unknownOf(start.name) });
    started.below.push(...(await descendants(gated.pid)));
    for (const pid of started.below) context.journal(pid);
    return instanceOf(start, gated, started, new HttpClient(`http://127.0.0.1:${port}`));
  } catch (error) {
    await end(started);
    throw error;
  }
}

/** What is to be ended and removed. */
interface Started {
  readonly folder: string;
  gated: GatedProcess | null;
  /** Processes that the host has started. */
  readonly below: number[];
}

function instanceOf(start: HostStart, gated: GatedProcess, started: Started, client: HttpClient): Instance {
  const server = start.servesIn === 'itself' ? gated.pid : started.below.at(-1);
  return {
    invoke: (input) => client.post(input),
    endpoint: client.endpoint,
    readResources: async () =>
      server === undefined ? unreadable(`no process below ${start.name} was found`) : readProcess(server),
    ...(start.servesIn === 'child' && {
      supportProcesses: async () => [{ name: start.name, pid: gated.pid }],
    }),
    stop: async () => {
      await end(started);
      await client.close();
    },
  };
}

const LOOK_AGAIN_MS = 5;

/** The whole process group; what a host has started is nobody's child then, and is waited for by looking. */
async function end({ folder, gated, below }: Started): Promise<void> {
  if (gated) below.push(...(await descendants(gated.pid)).filter((pid) => !below.includes(pid)));
  await gated?.stop();
  while (below.some((pid) => identify(pid) !== null)) await wait(LOOK_AGAIN_MS);
  await rm(folder, { recursive: true, force: true });
}
