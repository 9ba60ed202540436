import type { Command } from 'commander';
import { ColdbenchError } from '../../harness/model/errors.ts';

/** Runs the command line of a script; an error that a user can act on is told without its stack. */
export async function runScript(program: Command): Promise<void> {
  try {
    await program.parseAsync();
  } catch (error) {
    if (!(error instanceof ColdbenchError)) throw error;
    process.stderr.write(`${error.message}\n${error.remedy === null ? '' : `  ${error.remedy}\n`}`);
    process.exitCode = 1;
  }
}
