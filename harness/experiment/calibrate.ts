import { z } from 'zod';
import { messageOf } from '../model/errors.ts';
import type { CalibrationRecord } from '../model/schema.ts';
import { kernelSchema } from '../model/schema-calibration.ts';
import { type HelperPlace, runHelper } from './helper-process.ts';

const answerSchema = z.object({ kernels: z.array(kernelSchema), programArch: z.string().nullable() });

const KERNELS = {
  entry: 'harness/machine/calibration/guest/main.ts',
  format: 'esm',
  /** It takes half a second, and some seconds where instructions are translated. */
  longestMs: 120_000,
} as const;

/**
 * How fast this machine does fixed work, measured in a process of its own: the harness keeps its memory, and every
 * calibration begins alike. One that fails says so in its record, and spoils no run.
 * @throws the reason of the signal, when the run is interrupted.
 */
export async function calibrate(
  when: CalibrationRecord['when'],
  place: HelperPlace,
): Promise<CalibrationRecord> {
  try {
    return {
      kind: 'calibration',
      when,
      ...answerSchema.parse(await runHelper(KERNELS, place)),
      failure: null,
    };
  } catch (error) {
    place.signal.throwIfAborted();
    return { kind: 'calibration', when, kernels: [], programArch: null, failure: messageOf(error) };
  }
}
