import { type Command, Option } from 'commander';
import { parseCount } from './values.ts';

/** The flags of `report`, parsed. */
export interface ReportFlags {
  readonly out?: string;
  readonly chart?: string;
  readonly workload?: string;
  readonly mode?: string;
  readonly theme?: 'light' | 'dark';
  readonly width?: number;
  readonly acrossMachines?: boolean;
  readonly allowEmulated?: boolean;
}

const HELP = `
The page is one file: it opens from disk, needs no network, and its policy forbids it to use one. Several files are
compared, the first being the baseline, on the same page. With --chart, one chart is drawn as a picture instead.

Examples:
  $ npx coldbench report results/FILE.ndjson
  $ npx coldbench report old.ndjson new.ndjson --out change.html
  $ npx coldbench report results/FILE.ndjson --chart phases --out phases.svg
  $ npx coldbench report results/FILE.ndjson --chart trials --mode ecdf --theme dark --out trials.png

Charts: ranking, phases, trials, order, warm, memory, size.`;

export function addReport(
  program: Command,
  action: (files: string[], options: ReportFlags) => Promise<void>,
): void {
  program
    .command('report')
    .description('write a result set, or a comparison of several, as an HTML page or a picture')
    .argument('<file...>', 'result sets (.ndjson), the baseline first')
    .option('-o, --out <file>', 'where to write it (default: beside the first file, as .html)')
    .option('--chart <name>', 'one chart alone; --out ends in .svg or .png')
    .option('--workload <name>', 'with --chart: of this workload (default: the first one)')
    .option('--mode <name>', "with --chart: another way to draw it, such as trials' ecdf")
    .addOption(new Option('--theme <name>', 'with --chart').choices(['light', 'dark']))
    .option('--width <pixels>', 'with --chart (default: 900)', parseCount(300, 4000))
    .option('--across-machines', 'compare absolute figures of different machines all the same')
    .option(
      '--allow-emulated',
      'compare an emulated machine with a real one all the same; every row is labelled',
    )
    .addHelpText('after', HELP)
    .action(action);
}
