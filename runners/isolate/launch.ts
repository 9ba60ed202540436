import { join } from 'node:path';
import { type GatedProcess, prepareGate } from '../../harness/experiment/gate.ts';
import type { GuestMilestone } from '../../harness/model/milestones.ts';
import type { Instance, LaunchContext } from '../runner.ts';
import { READY_DESCRIPTOR } from '../support/guest-process.ts';
import { HttpClient } from '../support/http-client.ts';
import { readProcess } from '../support/process-resources.ts';
import { awaitLine } from '../support/ready.ts';
import { COLD_CONFIG, WARM_HOST_CONFIG } from './config.ts';
import { HOST_PATH, START_PATH } from './guest/paths.ts';
import { parseListening } from './listening.ts';

export interface Workerd {
  readonly path: string;
}

type Unknown = Readonly<Partial<Record<GuestMilestone, string>>>;

const NO_CLOCK = "workerd's clocks stand still while a module loads, and are not the host's";
const UNKNOWN_COLD: Unknown = {
  processStart: 'workerd does not say when its process began',
  runtimeReady: NO_CLOCK,
  workloadLoaded: NO_CLOCK,
};
const UNKNOWN_IN_WARM_HOST: Unknown = {
  processStart: 'the process began before the launch',
  runtimeReady: 'the runtime was up before the launch',
  workloadLoaded: NO_CLOCK,
};

const EMPTY = new Uint8Array();

/** One cold start: a fresh workerd with the workload's worker, which it loads before it listens. */
export async function launchCold(
  workerd: Workerd,
  folder: string,
  context: LaunchContext,
): Promise<Instance> {
  const gated = await prepare(workerd, [join(folder, COLD_CONFIG)], context);
  try {
    await context.beforeLaunch();
    context.mark('launch');
    const client = await open(gated, context, () => context.mark('ready'));
    context.report({ nowNs: null, milestonesNs: {}, unknown: UNKNOWN_COLD });
    return instanceOf(gated, client);
  } catch (error) {
    await gated.stop();
    throw error;
  }
}

/**
 * A new isolate in a workerd that runs already and has answered a request by itself. It is loaded on demand, by a request
 * that does not call the handler: its answer is the ready message.
 */
export async function launchInWarmHost(
  workerd: Workerd,
  folder: string,
  context: LaunchContext,
): Promise<Instance> {
  const gated = await prepare(workerd, ['--experimental', join(folder, WARM_HOST_CONFIG)], context);
  // A module that loads without end blocks the request that waits for it.
  const end = (): void => void gated.stop();
  context.signal.addEventListener('abort', end, { once: true });
  try {
    const client = await open(gated, context, () => undefined);
    await client.post(EMPTY, HOST_PATH);
    await context.beforeLaunch();
    context.mark('launch');
    await client.post(EMPTY, START_PATH);
    context.mark('ready');
    context.report({ nowNs: null, milestonesNs: {}, unknown: UNKNOWN_IN_WARM_HOST });
    return instanceOf(gated, client);
  } catch (error) {
    await gated.stop();
    context.signal.throwIfAborted();
    throw error;
  } finally {
    context.signal.removeEventListener('abort', end);
  }
}

async function prepare(
  workerd: Workerd,
  args: readonly string[],
  context: LaunchContext,
): Promise<GatedProcess> {
  const gated = await prepareGate({
    command: workerd.path,
    args: ['serve', `--control-fd=${READY_DESCRIPTOR}`, ...args],
    cwd: context.scratchDir,
    environment: context.environment,
    signal: context.signal,
  });
  context.journal(gated.pid);
  return gated;
}

/** Starts workerd and waits for it to say where it listens. */
async function open(gated: GatedProcess, context: LaunchContext, onLine: () => void): Promise<HttpClient> {
  gated.open();
  const line = await awaitLine(gated, context.signal, onLine);
  return new HttpClient(`http://127.0.0.1:${parseListening(line)}`);
}

const instanceOf = (gated: GatedProcess, client: HttpClient): Instance => ({
  invoke: (input) => client.post(input),
  endpoint: client.endpoint,
  readResources: () => readProcess(gated.pid),
  stop: async () => {
    await gated.stop();
    await client.close();
  },
});
