import { dirname, join } from 'node:path';
import { projectRoot } from '../../harness/project-root.ts';
import type { Workload } from '../../workloads/workload.ts';
import { connectEngine } from '../container/connect.ts';
import { layerFiles } from '../container/disk-files.ts';
import { PROGRAM, workloadImage } from '../container/image.ts';
import { runner as container } from '../container/index.ts';
import { factsOf, inspectEngine } from '../container/inspection.ts';
import { type LaunchPlan, launchContainer, launchPaused, launchPrecreated } from '../container/launch.ts';
import type { GuestLink } from '../container/link.ts';
import { placementFor } from '../container/placement.ts';
import { environmentList } from '../container/settings.ts';
import { enginesHere } from '../container/support-processes.ts';
import type { Instance, Launch, LaunchContext, PackageContext, PackagedWorkload, Probe } from '../runner.ts';
import { BUNDLE_DETAILS, bundleGuest } from '../support/bundle.ts';
import { HttpClient } from '../support/http-client.ts';
import { lambdaEnvironment } from './environment-variables.ts';
import { buildPlatform } from './package.ts';
import { openEnvironment } from './platform.ts';
import type { PlatformEnvironment } from './platform-environment.ts';
import { FUNCTION_ERROR_HEADER, INVOKE_PATH, MEMORY_SIZE_MB } from './protocol.ts';
import { Reports } from './report.ts';

/** Where the service's images have the function. */
const TASK_ROOT = '/var/task';
const NETWORK = 'host';

export async function probeImage(): Promise<Probe> {
  const found = await container.probe();
  const facts = await inspectEngine();
  if (!found.available || !facts.available) return found;
  if (placementFor(facts).channel === 'pipe' && process.platform === 'linux')
    return { ...found, variant: 'container-image' };
  return {
    available: false,
    reason: "The engine's containers do not share this machine's network and folders.",
    remedy: 'Run coldbench beside an engine on Linux itself, or leave serverless:container-image out.',
  };
}

/** The function and the runtime of this project in an image: the files of `container`, and the platform of `serverless`. */
export async function packageImage(workload: Workload, context: PackageContext): Promise<PackagedWorkload> {
  const engine = await connectEngine();
  const placement = placementFor(await factsOf(engine));
  const guest = (name: string) =>
    bundleGuest(workload, { entry: join(projectRoot(), 'runners/serverless/guest', name), platform: 'node' });
  const [bundle, handler] = await Promise.all([guest('bootstrap.ts'), guest('handler.ts')]);
  const files = { [`${TASK_ROOT}/index.mjs`]: handler.code };
  const name = `lambda-${workload.name}`;
  const image = await workloadImage(engine, placement, { name, bundle, files }, context);
  const { platformPath, details } = await buildPlatform(workload, context);
  const through = (start: StartContainer): Launch => {
    return (launch) =>
      launchOnPlatform(platformPath, launch, (link, context) =>
        start({ engine, placement, image, link }, context),
      );
  };
  return {
    sizeBytes: image.sizeBytes,
    sha256: image.sha256,
    cached: image.cached,
    details: {
      ...BUNDLE_DETAILS,
      node: process.version,
      memorySizeMb: MEMORY_SIZE_MB,
      image: image.tag,
      imageId: image.id,
      layers: image.layers,
      network: NETWORK,
      platformSha256: details.platformSha256,
    },
    sharedProcesses: enginesHere,
    launch: through(launchContainer),
    warmerStarts: {
      precreated: through(launchPrecreated),
      paused: through(launchPaused),
      'warm-host': { unavailable: 'a container has no host but the engine, which runs before every start' },
    },
    diskFiles: () => layerFiles(engine, image),
  };
}

type StartContainer = (plan: LaunchPlan, context: LaunchContext) => Promise<Instance>;
type OpenLink = NonNullable<LaunchPlan['link']>;

/** One start of a container whose guest is called through an execution environment of its own. */
async function launchOnPlatform(
  platformPath: string,
  context: LaunchContext,
  start: (link: OpenLink, context: LaunchContext) => Promise<Instance>,
): Promise<Instance> {
  const seen: { environment?: PlatformEnvironment; pid?: number } = {};
  const link: OpenLink = async (context) => {
    const { timeoutMs } = context;
    const ready = new ReadyMark(context);
    const environment = await openEnvironment(platformPath, { timeoutMs, onReady: () => ready.asked() });
    seen.environment = environment;
    return platformLink(environment, await environment.listening, context, ready);
  };
  const journal = (pid: number): void => {
    seen.pid = pid;
    context.journal(pid);
  };
  const instance = await start(link, { ...context, journal });
  const { environment, pid } = seen;
  if (!environment) throw new TypeError('a container was started without its link');
  const reports = new Reports(() => environment.takeTimings(), pid ?? null);
  return {
    ...instance,
    get lambdaReports() {
      return reports.read();
    },
  };
}

/** `ready` is never before `started`: a guest may ask for an event while the engine has yet to say that it runs. */
class ReadyMark {
  readonly #context: LaunchContext;
  #missing = 2;

  constructor(context: LaunchContext) {
    this.#context = context;
  }

  /** The runtime has asked for its first event. */
  asked(): void {
    this.#one();
  }

  /** The engine has answered that it started the container. */
  started(): void {
    this.#one();
  }

  #one(): void {
    this.#missing -= 1;
    if (this.#missing === 0) this.#context.mark('ready');
  }
}

/** The guest has the host's network: the platform listens on its loopback, and for nobody else. */
function platformLink(
  environment: PlatformEnvironment,
  address: string,
  context: LaunchContext,
  ready: ReadyMark,
): GuestLink {
  return {
    adapt: ({ ExposedPorts: _, HostConfig, ...settings }) => {
      const { PortBindings: __, ...host } = HostConfig ?? {};
      const variables = lambdaEnvironment(context.environment, {
        taskRoot: TASK_ROOT,
        runtimeDir: dirname(PROGRAM),
        runtimeApi: address,
      });
      return {
        ...settings,
        Env: environmentList(variables),
        HostConfig: { ...host, NetworkMode: NETWORK },
      };
    },
    started(container) {
      environment.start({ open: () => undefined, ...container });
      ready.started();
    },
    announced: () => undefined,
    ready: environment.initialised,
    connect: () => new HttpClient(`http://${address}`, INVOKE_PATH, {}, FUNCTION_ERROR_HEADER),
    close: () => environment.close(),
  };
}
