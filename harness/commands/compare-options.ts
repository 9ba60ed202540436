import { type Command, InvalidArgumentError, Option } from 'commander';
import { FAILING_VERDICTS, type FailingVerdict } from '../compare/failing-verdicts.ts';
import { collect, parsePercent } from './values.ts';

/** The flags of `compare`, parsed. */
export interface CompareFlags {
  readonly threshold?: number;
  readonly metric?: string[];
  readonly failOn?: readonly FailingVerdict[];
  readonly acrossMachines?: boolean;
  readonly allowEmulated?: boolean;
  readonly json?: boolean;
  readonly format?: string;
}

const HELP = `
Several files: the first is the baseline, and each other one is compared with it; rows are matched by subject.
One file that holds several workloads: each is compared with the first one, block by block. Since both took turns in
the same blocks, what disturbs the machine disturbs both: the most sensitive comparison there is.

Files that hyperfine --export-json wrote are taken too: two of them as two runs, whose commands are matched by name; the
commands of one against the first, unpaired, since hyperfine does not let them take turns; one beside a result set, whose
cold starts are matched by subject. Their machine and conditions are unknown, and said to be.

A row is faster or slower when a rank test, corrected over all rows, says so; same when the change is shown to be
smaller than the threshold; otherwise inconclusive. Of sizes and memory, slower reads larger.
Absolute figures of different machines are compared only with --across-machines, beside fixed work that every run does
on its machine; the ratios within each machine, and the ratio of the two, need no asking. An emulated machine and a real
one are not compared at all without --allow-emulated.

As JUnit, rows with a verdict of --fail-on (slower, unless you say) are failures, inconclusive ones are skipped, and
subjects that no longer work are errors. The exit code goes by --fail-on alone, whatever the format.

Examples:
  $ npx coldbench compare results/old.ndjson results/new.ndjson
  $ npx coldbench compare main.ndjson branch.ndjson --threshold 3% --fail-on slower
  $ npx coldbench bench --workload ./a.ts --workload ./b.ts --out ab.ndjson && npx coldbench compare ab.ndjson
  $ npx coldbench compare old.ndjson new.ndjson --metric coldStart --metric rss --json | jq '.comparisons[].subjects'
  $ hyperfine -N --export-json ab.json 'node a.js' 'node b.js' && npx coldbench compare ab.json
  $ npx coldbench compare --across-machines x64.ndjson arm64.ndjson
  $ npx coldbench compare main.ndjson branch.ndjson --format markdown >> "$GITHUB_STEP_SUMMARY"
  $ npx coldbench compare main.ndjson branch.ndjson --format junit --fail-on slower > coldbench.xml

Exit codes: 0 compared, 1 a row has a verdict of --fail-on or nothing could be compared, 2 wrong usage.`;

export function addCompare(
  program: Command,
  action: (files: string[], options: CompareFlags) => Promise<void>,
): void {
  program
    .command('compare')
    .description(
      'tell what got faster or slower between runs, or between the workloads of one run, and how sure that is',
    )
    .argument(
      '<file...>',
      'result sets (.ndjson) or exports of hyperfine (.json), the baseline first; or one with several workloads',
    )
    .option('--threshold <percent>', 'the largest change that does not matter (default: 1%)', parsePercent)
    .option('--metric <name>', 'only this one, such as coldStart or phase.ready; repeatable', collect)
    .option('--fail-on <verdicts>', 'exit with 1 on any of slower,faster,inconclusive', parseVerdicts)
    .option('--across-machines', 'compare absolute figures of different machines all the same')
    .option(
      '--allow-emulated',
      'compare an emulated machine with a real one all the same; every row is labelled',
    )
    .addOption(
      new Option(
        '--json',
        'machine-readable comparison on stdout (results/comparison.schema.json)',
      ).conflicts('format'),
    )
    .option(
      '--format <name>',
      'another format: markdown (a pull-request comment) or junit (test reports of CI)',
    )
    .addHelpText('after', HELP)
    .action(action);
}

/** `slower,inconclusive` as verdicts. */
export function parseVerdicts(list: string): FailingVerdict[] {
  return list.split(',').map((text) => {
    const verdict = FAILING_VERDICTS.find((one) => one === text.trim());
    if (verdict) return verdict;
    throw new InvalidArgumentError(`Give some of ${FAILING_VERDICTS.join(', ')}, not '${text.trim()}'.`);
  });
}
