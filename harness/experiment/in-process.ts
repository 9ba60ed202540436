import { createHash } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { bundleGuest } from '../../runners/support/bundle.ts';
import type { Workload } from '../../workloads/workload.ts';
import { ColdbenchError, messageOf } from '../model/errors.ts';
import type { WorkloadRecord } from '../model/schema.ts';
import type { Ms } from '../model/units.ts';
import { projectRoot } from '../project-root.ts';
import { withDeadline } from './deadline.ts';
import { prepareGate } from './gate.ts';
import { answerOf } from './guest-answer.ts';
import { GUEST_ENVIRONMENT } from './guest-environment.ts';
import { watchMemory } from './memory-watchdog.ts';

const answerSchema = z.object({ output: z.string(), samplesNs: z.array(z.int().nonnegative()) });

export interface InProcessOptions {
  readonly scratchDir: string;
  readonly timeoutMs: Ms;
  readonly signal: AbortSignal;
  readonly journal: (pid: number) => void;
}

/**
 * Calls the handler in-process, in a fresh Node of its own, and measures it with tinybench.
 * @throws ColdbenchError `HANDLER_FAILED` when the handler fails even there, so that no packaging could succeed;
 *   `WRONG_REFERENCE` when its answer does not have the recorded digest.
 */
export async function measureInProcess(
  workload: Workload,
  options: InProcessOptions,
): Promise<WorkloadRecord> {
  const folder = join(options.scratchDir, `in-process-${workload.name}`);
  await mkdir(folder, { recursive: true });
  try {
    const { output, samplesNs } = await runReference(workload, folder, options);
    const bytes = Buffer.from(output);
    const outputSha256 = createHash('sha256').update(bytes).digest('hex');
    if (workload.expectedSha256 !== null && workload.expectedSha256 !== outputSha256)
      throw wrongReference(workload);
    return {
      kind: 'workload',
      workload: workload.name,
      inputSha256: workload.inputSha256,
      inputBytes: workload.inputBytes,
      outputSha256,
      outputBytes: bytes.length,
      outputSource: workload.expectedSha256 === null ? 'inProcess' : 'recorded',
      inProcessNs: samplesNs,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function runReference(workload: Workload, folder: string, options: InProcessOptions) {
  const entry = join(projectRoot(), 'harness/experiment/guest/in-process.ts');
  const { code } = await bundleGuest(workload, { entry, platform: 'node' });
  const program = join(folder, 'in-process.mjs');
  const inputPath = join(folder, 'input.json');
  await Promise.all([writeFile(program, code), writeFile(inputPath, workload.input)]);
  const { signal, timeoutMs } = options;
  const guest = await prepareGate({
    command: process.execPath,
    args: [program, inputPath],
    cwd: folder,
    environment: GUEST_ENVIRONMENT,
    signal,
  });
  options.journal(guest.pid);
  const watchdog = watchMemory(() => [guest.pid]);
  try {
    return await withDeadline({ step: 'firstResponse', timeoutMs, signal, graceMs: 0 }, async () =>
      answerSchema.parse(await answerOf(guest)),
    );
  } catch (error) {
    signal.throwIfAborted();
    throw handlerFailed(workload, watchdog.exceeded ?? error);
  } finally {
    watchdog.stop();
    await guest.stop();
  }
}

function handlerFailed(workload: Workload, cause: unknown): ColdbenchError {
  return new ColdbenchError(
    'HANDLER_FAILED',
    `The handler of ${workload.modulePath} fails: ${messageOf(cause)}`,
    {
      remedy: 'Correct the handler, or give the event that it expects with --input FILE.',
      cause,
    },
  );
}

function wrongReference(workload: Workload): ColdbenchError {
  return new ColdbenchError(
    'WRONG_REFERENCE',
    `${workload.name} does not give its recorded answer in-process.`,
    {
      remedy:
        'The handler, its input or a dependency changed: record the answer anew (see workloads/README.md).',
    },
  );
}
