import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { GUEST_ENVIRONMENT } from '../../harness/experiment/guest-environment.ts';
import { ColdbenchError, messageOf } from '../../harness/model/errors.ts';
import type { Ms } from '../../harness/model/units.ts';

export interface ProgramRun {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** Beside the guests'. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** What the user may do when it fails. */
  readonly remedy: string;
  /** For what takes longer than any build of a bundle. */
  readonly timeoutMs?: Ms;
}

/** Longer than any build of a bundle takes; a workload that never ends its loading is ended here. */
const TIMEOUT_MS: Ms = 60_000;

/**
 * Runs a tool that makes a part of an artifact; untimed, in the guests' environment, so that nothing of the caller's
 * gets into the artifact.
 * @throws ColdbenchError `PREPARE_FAILED` with the end of what the program printed; the reason of `signal`.
 */
export async function runProgram(run: ProgramRun): Promise<void> {
  const { command, args, cwd, environment, signal, remedy, timeoutMs = TIMEOUT_MS } = run;
  const options = { cwd, signal, env: { ...GUEST_ENVIRONMENT, ...environment }, timeout: timeoutMs };
  try {
    await promisify(execFile)(command, [...args], options);
  } catch (cause) {
    signal.throwIfAborted();
    const { stderr = '', stdout = '' } = cause as { stderr?: string; stdout?: string };
    const said = `${stdout}${stderr}`.trim().slice(-500);
    const message = `${command} could not prepare the artifact: ${said || messageOf(cause)}`;
    throw new ColdbenchError('PREPARE_FAILED', message, { cause, remedy });
  }
}
