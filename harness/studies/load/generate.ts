import { z } from 'zod';
import type { HttpEndpoint } from '../../../runners/runner.ts';
import { type HelperPlace, runHelper } from '../../experiment/helper-process.ts';
import type { CheckedCall } from '../../experiment/trial.ts';
import { ColdbenchError, messageOf } from '../../model/errors.ts';
import type { Ns } from '../../model/units.ts';
import type { LoadAnswer, LoadOrder } from './guest/order.ts';

const answerSchema = z.object({
  latencyNs: z.array(z.number()),
  lagNs: z.array(z.number()),
  failures: z.record(z.string(), z.int()),
  sendingNs: z.number(),
});

export interface Stretch {
  readonly loop: LoadOrder['loop'];
  readonly requestsPerSecond: number;
  readonly durationNs: Ns;
  readonly warmupNs: Ns;
  readonly connections: number;
  readonly drainMs: number;
}

const GENERATOR = { entry: 'harness/studies/load/guest/generator.ts', format: 'cjs' } as const;

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
  place: HelperPlace,
): Promise<LoadAnswer> {
  const order: LoadOrder = {
    ...stretch,
    ...endpoint,
    socketPath: endpoint.socketPath ?? null,
    body: Buffer.from(input).toString('base64'),
    answerSha256: outputSha256,
  };
  const longestMs = (stretch.durationNs + stretch.warmupNs) / 1e6 + stretch.drainMs + SPARE_MS;
  try {
    return answerSchema.parse(await runHelper({ ...GENERATOR, order, longestMs }, place));
  } catch (cause) {
    place.signal.throwIfAborted();
    throw new ColdbenchError('GENERATOR_FAILED', `The load generator failed: ${messageOf(cause)}`, { cause });
  }
}
