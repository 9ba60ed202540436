import { formatMerge } from '../fleet/format-merge.ts';
import { mergeParts } from '../fleet/merge.ts';
import { JSON_MERGE_SCHEMA } from '../fleet/merge-schema.ts';
import { formatJson } from '../report/json-summary.ts';
import { terminalOptions } from '../report/terminal-options.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import type { Io } from './io.ts';
import type { MergeFlags } from './merge-options.ts';

/** `coldbench merge PART…`: one result set, or one for each class of machine. */
export async function merge(paths: readonly string[], flags: MergeFlags, io: Io): Promise<ExitCode> {
  const result = await mergeParts({
    paths,
    outPath: flags.out,
    allowIncomplete: flags.allowIncomplete ?? false,
    command: process.argv.slice(2),
  });
  io.stdout.write(
    flags.json
      ? `${formatJson({ schema: JSON_MERGE_SCHEMA, ...result })}\n`
      : formatMerge(result, terminalOptions(io.stdout, io.env)),
  );
  // Replicates may be of any machines; those that share blocks were to be alike, and the file asked for does not exist.
  return result.mode === 'split' && result.sets.length > 1 ? EXIT.failed : EXIT.ok;
}
