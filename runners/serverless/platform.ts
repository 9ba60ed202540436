import { once } from 'node:events';
import { MessageChannel, Worker } from 'node:worker_threads';
import type { Ms } from '../../harness/model/units.ts';
import { PlatformEnvironment } from './platform-environment.ts';

const threads = new Map<string, Promise<Worker>>();

/**
 * Opens an execution environment on the local platform, on a port of its own. Not part of a cold start: the platform
 * is there before.
 *
 * The platform is one thread of the harness, started once, warmed up and kept. Where it runs was measured in two
 * sessions on a busy machine of 2 cores (Node 20, an echo, 3000 interleaved warm calls each). With a `null` event the
 * harness's own thread is the fastest: p50 372 and 474 µs, against 433 and 585 in a thread and 463 and 554 in a process
 * of its own. But there the emulator's buffers lie in the harness's heap, and their collection, which walks that heap,
 * falls into the calls: with events of 100 kB p95 was 15 and 9.5 ms, against 9.6 and 5.9 in a thread and 9.0 and 6.2 in
 * a process. A constant that the floor shows is better than a cost that grows with what the harness remembers. A thread
 * ends with the harness, however that ends; a process would have to be hunted. A new one per trial made first
 * responses 4 to 5 ms slower, its code being cold.
 */
export async function openEnvironment(
  program: string,
  options: { readonly timeoutMs: Ms; readonly onReady: () => void },
): Promise<PlatformEnvironment> {
  const worker = await platformThread(program);
  const control = new MessageChannel();
  const timings = new MessageChannel();
  const environment = new PlatformEnvironment(control.port1, timings.port1, options.onReady);
  const message = { timeoutMs: options.timeoutMs, control: control.port2, timings: timings.port2 };
  worker.postMessage(message, [control.port2, timings.port2]);
  return environment;
}

function platformThread(program: string): Promise<Worker> {
  const running = threads.get(program);
  if (running) return running;
  const starting = startThread(program);
  threads.set(program, starting);
  starting.catch(() => threads.delete(program));
  return starting;
}

async function startThread(program: string): Promise<Worker> {
  const worker = new Worker(program, { name: 'coldbench-lambda', env: {}, execArgv: [] });
  // An environment sees by its port that the thread is gone; the next one gets a new thread.
  worker.on('error', () => undefined);
  worker.once('exit', () => threads.delete(program));
  await once(worker, 'message');
  // It may not keep the harness from ending; an open environment does.
  worker.unref();
  return worker;
}
