import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { HttpEndpoint } from '../../../runners/runner.ts';
import { prepareGate } from '../../experiment/gate.ts';
import { answerOf } from '../../experiment/guest-answer.ts';
import { GUEST_ENVIRONMENT } from '../../experiment/guest-environment.ts';
import type { CheckedCall } from '../../experiment/trial.ts';
import { ColdbenchError, messageOf } from '../../model/errors.ts';
import type { Ns } from '../../model/units.ts';
import { projectRoot } from '../../project-root.ts';
import type { LoadAnswer, LoadOrder } from './guest/order.ts';

const answerSchema = z.object({
  latencyNs: z.array(z.number()),
  lagNs: z.array(z.number()),
  failures: z.record(z.string(), z.int()),
  sendingNs: z.number(),
});

/** Where the generator works, and what ends it. */
export interface GeneratorPlace {
  readonly scratchDir: string;
  readonly signal: AbortSignal;
  readonly journal: (pid: number) => void;
}

export interface Stretch {
  readonly loop: LoadOrder['loop'];
  readonly requestsPerSecond: number;
  readonly durationNs: Ns;
  readonly warmupNs: Ns;
  readonly connections: number;
  readonly drainMs: number;
}

/** Time that a generator has beyond sending and waiting, to start and to report. */
const SPARE_MS = 20_000;

/**
 * Sends requests to a guest from a process of its own and resolves with what became of each.
 * @throws ColdbenchError `GENERATOR_FAILED` when the generator itself fails; the reason of the signal.
 */
export async function generateLoad(
  endpoint: HttpEndpoint,
  { input, outputSha256 }: CheckedCall,
  stretch: Stretch,
  { scratchDir, signal, journal }: GeneratorPlace,
): Promise<LoadAnswer> {
  const folder = join(scratchDir, 'load');
  await mkdir(folder, { recursive: true });
  const [program, orderPath] = [join(folder, 'generator.cjs'), join(folder, 'order.json')];
  const order: LoadOrder = {
    ...stretch,
    ...endpoint,
    socketPath: endpoint.socketPath ?? null,
    body: Buffer.from(input).toString('base64'),
    answerSha256: outputSha256,
  };
  await Promise.all([writeFile(program, await generatorCode()), writeFile(orderPath, JSON.stringify(order))]);
  const longestMs = (stretch.durationNs + stretch.warmupNs) / 1e6 + stretch.drainMs + SPARE_MS;
  const ended = AbortSignal.any([signal, AbortSignal.timeout(longestMs)]);
  const generator = await prepareGate({
    command: process.execPath,
    args: [program, orderPath],
    cwd: folder,
    environment: GUEST_ENVIRONMENT,
    signal: ended,
  });
  journal(generator.pid);
  try {
    return answerSchema.parse(await Promise.race([answerOf(generator), abortOf(ended)]));
  } catch (cause) {
    signal.throwIfAborted();
    throw new ColdbenchError('GENERATOR_FAILED', `The load generator failed: ${messageOf(cause)}`, { cause });
  } finally {
    await generator.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

const abortOf = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });

let bundled: Promise<Uint8Array> | undefined;

/** JavaScript in one piece, made once. */
function generatorCode(): Promise<Uint8Array> {
  bundled ??= import('esbuild').then(async (esbuild) => {
    const { outputFiles } = await esbuild.build({
      entryPoints: [join(projectRoot(), 'harness/studies/load/guest/generator.ts')],
      bundle: true,
      write: false,
      format: 'cjs',
      platform: 'node',
      target: 'es2022',
      logLevel: 'silent',
    });
    return outputFiles[0]?.contents ?? new Uint8Array();
  });
  return bundled;
}
