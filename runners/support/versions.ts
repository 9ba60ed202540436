import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { ColdbenchError, messageOf } from '../../harness/model/errors.ts';

const known = new Map<string, Promise<string>>();

/**
 * The first line of what a program says to `--version`; asked once per program.
 * @throws ColdbenchError `TOOL_FAILED` when it cannot be run.
 */
export function versionOf(path: string, argument = '--version'): Promise<string> {
  const asked = known.get(path) ?? askVersion(path, argument);
  known.set(path, asked);
  return asked;
}

async function askVersion(path: string, argument: string): Promise<string> {
  try {
    const { stdout, stderr } = await promisify(execFile)(path, [argument], { timeout: 10_000 });
    return (stdout || stderr).split('\n')[0]?.trim() ?? '';
  } catch (cause) {
    throw new ColdbenchError('TOOL_FAILED', `${path} ${argument} failed: ${messageOf(cause)}`, {
      cause,
      remedy: 'Check that it is a program for this system, or install it again.',
    });
  }
}
