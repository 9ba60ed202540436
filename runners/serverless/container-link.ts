import { dirname } from 'node:path';
import { PROGRAM } from '../container/image.ts';
import type { LaunchPlan } from '../container/launch.ts';
import type { GuestLink } from '../container/link.ts';
import { environmentList } from '../container/settings.ts';
import type { Instance, LaunchContext } from '../runner.ts';
import { HttpClient } from '../support/http-client.ts';
import { lambdaEnvironment } from './environment-variables.ts';
import { openEnvironment } from './platform.ts';
import type { PlatformEnvironment } from './platform-environment.ts';
import { FUNCTION_ERROR_HEADER, INVOKE_PATH } from './protocol.ts';
import { Reports } from './report.ts';

/** Where the service's images have the function. */
export const TASK_ROOT = '/var/task';
export const NETWORK = 'host';

type OpenLink = NonNullable<LaunchPlan['link']>;

/** One start of a container whose guest is called through an execution environment of its own. */
export async function launchOnPlatform(
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
    adapt: (settings) => {
      const variables = lambdaEnvironment(context.environment, {
        taskRoot: TASK_ROOT,
        runtimeDir: dirname(PROGRAM),
        runtimeApi: address,
      });
      return { ...settings, Env: environmentList(variables) };
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
