import { setTimeout as pause } from 'node:timers/promises';
import type Docker from 'dockerode';
import { ColdbenchError } from '../../harness/model/errors.ts';
import type { Ms } from '../../harness/model/units.ts';
import type { Instance, LaunchContext } from '../runner.ts';
import { beforeTheClock } from '../support/paused-start.ts';
import { awaitReady } from '../support/ready.ts';
import { ask, type Engine, httpStatus } from './engine.ts';
import { watchExit } from './exit-watch.ts';
import { GuestContainer } from './guest-container.ts';
import { endOrphan, type HostProcess, isVisible, mayEnd } from './host-process.ts';
import type { GuestImage } from './image.ts';
import { type GuestLink, servesHttp } from './link.ts';
import { NETWORKS, type NetworkName } from './network.ts';
import type { Placement } from './placement.ts';
import { openReadyChannel, type ReadyChannel } from './ready-channel.ts';
import { readGuest } from './resources.ts';
import type { GuestKind } from './runtimes.ts';
import { endSandbox } from './sandbox-guest.ts';
import { containerSettings, guestArguments } from './settings.ts';
import { StartingGuest } from './starting-guest.ts';
import { supportOf } from './support-processes.ts';
import { unlessAborted } from './waiting.ts';

const PING_TIMEOUT_MS: Ms = 5000;

export interface LaunchPlan {
  readonly engine: Engine;
  readonly placement: Placement;
  readonly image: GuestImage;
  /** How the guest is called; by its published port unless said otherwise. */
  readonly link?: (context: LaunchContext) => Promise<GuestLink>;
  readonly network: NetworkName;
  /** As the engine calls it; null for its default. */
  readonly runtime: string | null;
  readonly guest: GuestKind;
}

/**
 * One cold start of a fresh container: create, start, ready. The host's port and the guest's pid are asked for while
 * the guest boots, which takes far longer than the answer.
 */
export async function launchContainer(plan: LaunchPlan, context: LaunchContext): Promise<Instance> {
  return (await launchGuest(plan, context, createAndStart)).instance;
}

/** The container is there when the clock starts, and is only started. */
export async function launchPrecreated(plan: LaunchPlan, context: LaunchContext): Promise<Instance> {
  return (await launchGuest(plan, context, onlyStart)).instance;
}

/**
 * A container that was started, became ready, answered nothing yet, and was paused. It announces nothing when it goes
 * on, so `ready` is the instant at which the engine has answered the request to resume it.
 */
export async function launchPaused(plan: LaunchPlan, context: LaunchContext): Promise<Instance> {
  const { instance, guest, container } = await launchGuest(plan, beforeTheClock(context), createAndStart);
  try {
    await unlessAborted(context.signal, guest.pause(container));
    await context.beforeLaunch();
    context.signal.throwIfAborted();
    context.mark('launch');
    await unlessAborted(context.signal, guest.unpause(container));
    context.mark('ready');
    return instance;
  } catch (error) {
    await instance.stop();
    throw error;
  }
}

interface RunningGuest {
  readonly instance: Instance;
  readonly guest: GuestContainer;
  readonly container: Docker.Container;
}

async function launchGuest(plan: LaunchPlan, context: LaunchContext, begin: Begin): Promise<RunningGuest> {
  const { engine, placement, image } = plan;
  const network = NETWORKS[plan.network];
  context.signal.throwIfAborted();
  const link = (await plan.link?.(context)) ?? servesHttp(context);
  const withSocket = plan.network === 'none';
  const channel = await openReadyChannel({ ...placement, withSocket }, engine, context).catch(
    async (error) => {
      await link.close();
      throw error;
    },
  );
  const settings = containerSettings(image, channel, { network, runtime: plan.runtime }, context);
  const guest = new GuestContainer(engine, link.adapt(settings));
  const commandLine = [...image.entrypoint, ...guestArguments(channel, network)];
  const end = (): Promise<void> => endGuest(plan, guest, channel, commandLine).finally(() => link.close());
  try {
    // Opens the connection that the timed requests then find open, and tells an engine that has stopped.
    await unlessAborted(context.signal, ask(engine, 'answer a ping', engine.docker.ping(), PING_TIMEOUT_MS));
    const { container, pid, published, port } = await start(
      plan,
      { guest, channel, link, commandLine, begin },
      context,
    );
    const client = link.connect(() => network.address({ published, port }, channel));
    let stopping: Promise<void> | undefined;
    const instance: Instance = {
      invoke: (input) => client.post(input).catch((error) => throwDiagnosed(engine, error)),
      endpoint: client.endpoint,
      supportProcesses: () => supportOf(container.id, published ?? null),
      readResources: () => readGuest(engine, container, { pid, commandLine }, plan.guest),
      stop: () => (stopping ??= end().finally(() => client.close())),
    };
    return { instance, guest, container };
  } catch (error) {
    await end();
    throw error;
  }
}

/** How a start begins: the launch, the container and its channel, in the order of the condition. */
type Begin = (
  guest: GuestContainer,
  channel: ReadyChannel,
  context: LaunchContext,
) => Promise<Docker.Container>;

const createAndStart: Begin = async (guest, channel, context) => {
  await context.beforeLaunch();
  context.mark('launch');
  const container = await unlessAborted(context.signal, guest.create());
  context.mark('created');
  await unlessAborted(context.signal, channel.connect(container));
  return container;
};

const onlyStart: Begin = async (guest, channel, context) => {
  const container = await unlessAborted(context.signal, guest.create());
  await unlessAborted(context.signal, channel.connect(container));
  await context.beforeLaunch();
  context.mark('launch');
  return container;
};

/** What is learnt about a guest while it starts. */
interface Started {
  readonly container: Docker.Container;
  readonly pid: number;
  /** The port that the engine has published for it; none where it publishes none. */
  readonly published: string | undefined;
  /** The port on which the guest says that it listens. */
  readonly port: number | undefined;
}

/** A guest that is about to be started. */
interface Prepared {
  readonly guest: GuestContainer;
  readonly channel: ReadyChannel;
  readonly link: GuestLink;
  readonly commandLine: readonly string[];
  readonly begin: Begin;
}

async function start(
  { engine, guest: kind }: LaunchPlan,
  { guest, channel, link, commandLine, begin }: Prepared,
  context: LaunchContext,
): Promise<Started> {
  const { signal } = context;
  const container = await begin(guest, channel, context);
  await unlessAborted(signal, guest.start(container));
  context.mark('started');
  const { exited, lost } = watchExit(engine, container);
  link.started({ exited, stop: () => guest.remove() });
  const starting = new StartingGuest(engine, container, channel.lines, exited);
  const announced = awaitReady(starting, signal, () => link.announced()).finally(() => starting.isUp());
  const ready = Promise.all([announced, link.ready]).then(([message]) => message);
  const located = locate(engine, container, channel.port);
  const ended = ready.then(
    () => true,
    () => true,
  );
  // What the engine tells of another kind of guest is not all of it: nothing may take it for the guest's process.
  const journaling =
    kind === 'process' && located.then(({ pid }) => journalWhenSeen({ pid, commandLine }, context, ended));
  const all = Promise.all([ready, located, journaling]);
  const [message, { pid, published }, journaled] = await Promise.race([all, lost]);
  // On a busy machine the engine may have answered before the guest's program was there to be seen.
  if (!journaled && kind === 'process') await journal({ pid, commandLine }, context);
  context.report(message);
  return { container, pid, published, port: message.port };
}

/** The guest's pid on the host, and the port that the engine chose for it, if any; none if the guest is dead already. */
async function locate(
  engine: Engine,
  container: Docker.Container,
  guestPort: number,
): Promise<{ readonly pid: number; readonly published: string | undefined }> {
  const { State, NetworkSettings } = await ask(engine, 'inspect a container', container.inspect());
  return { pid: State.Pid, published: NetworkSettings.Ports[`${guestPort}/tcp`]?.[0]?.HostPort };
}

/** Looks this often, so far apart, for a guest whose program the engine has not yet started when it tells its pid. */
const LOOKS = 250;
const LOOK_AGAIN_MS: Ms = 20;

/** As `journal`, for a guest that may be seen only in a moment; not a moment longer than until its launch has ended. */
async function journalWhenSeen(
  guest: HostProcess,
  context: LaunchContext,
  ended: Promise<boolean>,
): Promise<boolean> {
  for (let look = 0; look < LOOKS; look += 1) {
    if (await journal(guest, context)) return true;
    if (await Promise.race([ended, pause(LOOK_AGAIN_MS, false)])) return false;
  }
  return false;
}

/** The label is what containers are found by; the journal also lets the harness watch over the guest's memory. */
async function journal(guest: HostProcess, context: LaunchContext): Promise<boolean> {
  const found = (await isVisible(guest)) && mayEnd(guest.pid);
  if (found) context.journal(guest.pid);
  return found;
}

/** Leaves no container, pipe or folder, and no process of a guest whose engine cannot end it any more. */
async function endGuest(
  { guest: kind }: LaunchPlan,
  guest: GuestContainer,
  channel: ReadyChannel,
  commandLine: readonly string[],
): Promise<void> {
  const endProcesses = async (): Promise<void> => {
    if (kind === 'process') await endOrphan(commandLine);
    if (kind === 'sandbox' && guest.id !== null) await endSandbox(guest.id);
  };
  try {
    await guest.remove().catch(async (error) => {
      await endProcesses();
      // An engine that could not end them removes the container now; one that is lost does not.
      if (httpStatus(error) === null || kind === 'process') throw error;
      await guest.remove();
    });
    if (kind === 'sandbox') await endProcesses();
  } finally {
    await channel.close();
  }
}

/** A call fails when its guest dies, and when the engine does and takes the published port with it. */
async function throwDiagnosed(engine: Engine, error: unknown): Promise<never> {
  const unanswered = error instanceof ColdbenchError && error.cause !== undefined;
  if (unanswered) await ask(engine, 'pass on a call', engine.docker.ping(), PING_TIMEOUT_MS);
  throw error;
}
