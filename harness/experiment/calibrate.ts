import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { messageOf } from '../model/errors.ts';
import type { CalibrationRecord } from '../model/schema.ts';
import { kernelSchema } from '../model/schema-calibration.ts';
import { projectRoot } from '../project-root.ts';
import { prepareGate } from './gate.ts';
import { answerOf } from './guest-answer.ts';
import { GUEST_ENVIRONMENT } from './guest-environment.ts';

const answerSchema = z.object({ kernels: z.array(kernelSchema), programArch: z.string().nullable() });

/** It takes half a second, and some seconds where instructions are translated; what takes longer hangs. */
const LONGEST_MS = 120_000;

export interface CalibrationOptions {
  readonly scratchDir: string;
  readonly signal: AbortSignal;
  readonly journal: (pid: number) => void;
}

/**
 * How fast this machine does fixed work, measured in a process of its own: the harness keeps its memory, and every
 * calibration begins alike. One that fails says so in its record, and spoils no run.
 * @throws the reason of the signal, when the run is interrupted.
 */
export async function calibrate(
  when: CalibrationRecord['when'],
  options: CalibrationOptions,
): Promise<CalibrationRecord> {
  try {
    return { kind: 'calibration', when, ...(await runKernels(options)), failure: null };
  } catch (error) {
    options.signal.throwIfAborted();
    return { kind: 'calibration', when, kernels: [], programArch: null, failure: messageOf(error) };
  }
}

async function runKernels({ scratchDir, signal, journal }: CalibrationOptions) {
  const folder = join(scratchDir, 'calibration');
  await mkdir(folder, { recursive: true });
  const program = join(folder, 'calibration.mjs');
  await writeFile(program, await bundleKernels());
  const ended = AbortSignal.any([signal, AbortSignal.timeout(LONGEST_MS)]);
  const guest = await prepareGate({
    command: process.execPath,
    args: [program],
    cwd: folder,
    environment: GUEST_ENVIRONMENT,
    signal: ended,
  });
  journal(guest.pid);
  try {
    return answerSchema.parse(await Promise.race([answerOf(guest), abortOf(ended)]));
  } finally {
    await guest.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

const abortOf = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });

/** As the guests are: JavaScript in one piece, without a loader. */
async function bundleKernels(): Promise<Uint8Array> {
  const esbuild = await import('esbuild');
  const { outputFiles } = await esbuild.build({
    entryPoints: [join(projectRoot(), 'harness/machine/calibration/guest/main.ts')],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'es2022',
    logLevel: 'silent',
  });
  return outputFiles[0]?.contents ?? new Uint8Array();
}
