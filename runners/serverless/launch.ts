import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { prepareGate } from '../../harness/experiment/gate.ts';
import type { Instance, LaunchContext } from '../runner.ts';
import { READY_DESCRIPTOR } from '../support/guest-process.ts';
import { HttpClient } from '../support/http-client.ts';
import { readProcess } from '../support/process-resources.ts';
import { awaitReady } from '../support/ready.ts';
import { lambdaEnvironment } from './environment-variables.ts';
import { openEnvironment } from './platform.ts';
import { FUNCTION, FUNCTION_ERROR_HEADER, INVOKE_PATH } from './protocol.ts';
import { Reports } from './report.ts';
import { unpackInto, unpackSandbox } from './sandbox.ts';

export interface FunctionPlaces {
  readonly zipPath: string;
  /** The program of the runtime's process; null when it is `ownRuntime`. */
  readonly runtimePath: string | null;
  /** A program in the zip that is the runtime: it gets the handler's name, and runs in the sandbox's folder. */
  readonly ownRuntime?: string;
  /** The program of the platform's thread. */
  readonly platformPath: string;
}

/** What the runtime's process runs, and where. */
interface Runtime {
  readonly program: string;
  readonly argument: string;
  readonly cwd: string;
}

function runtimeOf(
  { runtimePath, ownRuntime }: FunctionPlaces,
  taskRoot: string,
  scratchDir: string,
): Runtime {
  if (ownRuntime !== undefined)
    return { program: join(taskRoot, ownRuntime), argument: FUNCTION.handler, cwd: taskRoot };
  if (runtimePath === null)
    throw new TypeError('a function has a runtime of its own, or the platform has one');
  return { program: runtimePath, argument: READY_DESCRIPTOR, cwd: scratchDir };
}

/**
 * One cold start of a function: a new sandbox folder, and a fresh runtime process in it. The platform is there before:
 * it has opened an execution environment, and the starting gate waits, when the clock starts.
 */
export async function launchFunction(places: FunctionPlaces, context: LaunchContext): Promise<Instance> {
  const taskRoot = join(context.scratchDir, `sandbox-${context.trialId}`);
  const runtime = runtimeOf(places, taskRoot, context.scratchDir);
  const undo: (() => Promise<void>)[] = [() => rm(taskRoot, { recursive: true, force: true })];
  const stop = async (): Promise<void> => {
    for (const step of undo.toReversed()) await step();
  };
  try {
    const environment = await openEnvironment(places.platformPath, {
      timeoutMs: context.timeoutMs,
      onReady: () => context.mark('ready'),
    });
    undo.push(() => environment.close());
    const address = await environment.listening;
    // The gate has to wait somewhere: only for a runtime that wants the sandbox as its working folder is it there before.
    if (runtime.cwd === taskRoot) await mkdir(taskRoot);
    const gated = await prepareGate({
      command: context.nodePath,
      args: [runtime.program, runtime.argument],
      cwd: runtime.cwd,
      environment: lambdaEnvironment(context.environment, {
        taskRoot,
        runtimeDir: dirname(runtime.program),
        runtimeApi: address,
      }),
      signal: context.signal,
    });
    undo.push(() => gated.stop());
    context.journal(gated.pid);

    await context.beforeLaunch();
    context.mark('launch');
    (runtime.cwd === taskRoot ? unpackInto : unpackSandbox)(places.zipPath, taskRoot);
    context.mark('created');
    context.mark('started');
    environment.start(gated);
    const [report] = await Promise.all([
      awaitReady(gated, context.signal, () => undefined),
      environment.initialised,
    ]);
    context.report(report);

    const client = new HttpClient(`http://${address}`, INVOKE_PATH, {}, FUNCTION_ERROR_HEADER);
    undo.unshift(() => client.close());
    const reports = new Reports(() => environment.takeTimings(), gated.pid);
    return {
      invoke: (input) => client.post(input),
      endpoint: client.endpoint,
      readResources: () => readProcess(gated.pid),
      get lambdaReports() {
        return reports.read();
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
