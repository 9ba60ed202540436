import { resolve } from 'node:path';
import { checkHandlerExport } from './bundle.ts';
import { readInput, sha256 } from './input.ts';
import { locate } from './locate.ts';
import { findRecording, type Recording, readExpected } from './recording.ts';
import type { Workload } from './workload.ts';

export interface ResolveOptions {
  /** Another event than the recorded one, relative to the current folder. */
  readonly inputPath?: string;
}

/** The event of a module that comes without one. */
const NO_EVENT = Buffer.from('null');

/**
 * Finds a workload by its built-in name or by the path of a module, reads its event, and checks both.
 * The recorded digest holds for the recorded event only: another event gives null, unless it has the same bytes.
 * @throws UsageError `UNKNOWN_WORKLOAD`, `WORKLOAD_NOT_FOUND`, `NO_HANDLER_EXPORT`, `INPUT_NOT_FOUND`,
 *   `INPUT_NOT_READABLE`, `INPUT_NOT_JSON`; ColdbenchError `BUNDLE_FAILED`, `EXPECTED_NOT_A_DIGEST`
 */
export async function resolveWorkload(nameOrPath: string, options: ResolveOptions = {}): Promise<Workload> {
  const { name, modulePath, builtIn } = locate(nameOrPath);
  const recording = findRecording(modulePath);
  const inputPath = options.inputPath === undefined ? recording?.inputPath : resolve(options.inputPath);
  const input = inputPath === undefined ? NO_EVENT : await readInput(inputPath);
  const workload: Workload = {
    name,
    modulePath,
    input,
    inputBytes: input.length,
    inputSha256: sha256(input),
    expectedSha256: await expectedFor(input, recording),
  };
  if (!builtIn) await checkHandlerExport(workload);
  return workload;
}

async function expectedFor(input: Uint8Array, recording: Recording | null): Promise<string | null> {
  if (recording === null) return null;
  const expected = await readExpected(recording);
  if (expected === null) return null;
  const recorded = await readInput(recording.inputPath);
  return sha256(input) === sha256(recorded) ? expected : null;
}
