import type { Command } from 'commander';

/** The flags of `merge`, parsed. */
export interface MergeFlags {
  readonly out: string;
  readonly allowIncomplete?: boolean;
  readonly json?: boolean;
}

const HELP = `
The parts of one plan, run on machines of one class, become one result set, which show, compare and report read like any
other: blocks are numbered through, every figure stays as it was measured, and each part keeps its machine and seed.

Parts of machines of different classes are never merged: a median over different machines is of none of them. Those of
each class become a file of their own, and \`compare --across-machines\` sets them side by side.

Examples:
  $ npx coldbench merge part-*.ndjson --out results/merged.ndjson
  $ npx coldbench merge part-*.ndjson --out results/merged.ndjson --allow-incomplete    without what one machine lost

Exit codes: 0 merged, or kept apart by class as a --replicate may be; 1 a part is missing, incomplete, given twice, of
another plan or not what the plan says, or those of a --split are of several classes; 2 wrong usage.`;

export function addMerge(
  program: Command,
  action: (files: string[], options: MergeFlags) => Promise<void>,
): void {
  program
    .command('merge')
    .description(
      'make one result set of the parts of a plan, and keep apart what different machines measured',
    )
    .argument('<file...>', 'result sets of `coldbench bench --plan` (.ndjson)')
    .requiredOption('--out <file>', 'where the merged result set goes; never overwritten')
    .option('--allow-incomplete', 'merge also when parts are missing or ended early, and say so in the file')
    .option('--json', 'what was merged, machine-readable, on stdout')
    .addHelpText('after', HELP)
    .action(action);
}
