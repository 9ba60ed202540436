import { type Command, InvalidArgumentError } from 'commander';
import { MOST_PARTS, PART_NAME } from '../fleet/part-names.ts';
import { addMeasureOptions, type MeasureOptions } from './bench-options.ts';

/** The flags of `plan`, parsed. */
export interface PlanOptions extends MeasureOptions {
  /** Names of the parts. */
  readonly split?: readonly string[];
  readonly replicate?: readonly string[];
  readonly out: string;
  readonly json?: boolean;
}

const HELP = `
One folder that several machines run, each its own part, with the very same code: the handlers are in it, bundled.
Copy it to each machine, run there \`coldbench bench --plan FOLDER --part NAME\`, bring the files together, and merge them.

  --replicate 3   every machine runs all blocks: what does it cost on each of these machines?
  --split 3       like machines share the blocks: the same precision in a third of the time

Neither is the default: they answer different questions, and the wrong one runs three times too much or too little.
A number names the parts 1, 2, 3 …; a list names them as you like, for example after the machines.

Examples:
  $ npx coldbench plan --split 4 --workload ./my-handler.ts --input event.json --runners process --blocks 400 --out plan
  $ npx coldbench plan --replicate node-a,node-b,node-c --workload catalog --runners process,container --out plan
  $ npx coldbench bench --plan plan --part node-b --out results/node-b.ndjson     on node-b
  $ npx coldbench merge results/node-*.ndjson --out results/nodes.ndjson

Exit codes: 0 fine, 1 the plan could not be written, 2 wrong usage.`;

export function addPlan(program: Command, action: (options: PlanOptions) => Promise<void>): void {
  const command = program
    .command('plan')
    .description(
      'write what several machines are to run, each its part, so that their results can be merged',
    );
  addMeasureOptions(command)
    .option(
      '--split <n|names>',
      'so many parts (or parts of these names) that share the blocks',
      parsePartNames,
    )
    .option('--replicate <n|names>', 'so many parts (or these) of which each runs all blocks', parsePartNames)
    .option('--out <folder>', 'where the plan goes', 'plan')
    .option('--json', 'the plan on stdout')
    .addHelpText('after', HELP)
    .action(action);
}

/** `3` as 1, 2, 3; `a,b` as it is. */
export function parsePartNames(text: string): string[] {
  if (/^\d+$/.test(text)) return numbered(Number(text));
  const names = text.split(',').map((name) => name.trim());
  const bad = names.find((name) => !PART_NAME.test(name));
  if (bad !== undefined) {
    throw new InvalidArgumentError(
      `'${bad}' cannot name a part: letters, digits, dots, hyphens and underscores can, 63 of them at most.`,
    );
  }
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new InvalidArgumentError(`Two parts are called '${twice}'.`);
  if (names.length > MOST_PARTS) throw new InvalidArgumentError(`There are ${MOST_PARTS} parts at most.`);
  return names;
}

function numbered(count: number): string[] {
  if (count >= 1 && count <= MOST_PARTS) return Array.from({ length: count }, (_, index) => `${index + 1}`);
  throw new InvalidArgumentError(`Give a number of parts from 1 to ${MOST_PARTS}, or their names.`);
}
