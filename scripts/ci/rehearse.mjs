// `node scripts/ci/rehearse.mjs [nightly] [pull-request]`: runs the `run:` steps of this repository's workflows, read from
// the YAML itself, with a bare repository in a scratch folder as the server. What it cannot run (`uses:`) it replaces by
// local equivalents; which ones, it prints. It rehearses HEAD, not what is uncommitted.
import { execFileSync } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { rehearseNightly } from './rehearsal/nightly.mjs';
import { rehearsePullRequest } from './rehearsal/pull-request.mjs';
import { rehearse } from './rehearsal/scenario.mjs';

const SCENARIOS = { nightly: rehearseNightly, 'pull-request': rehearsePullRequest };
const USAGE = `node scripts/ci/rehearse.mjs [${Object.keys(SCENARIOS).join('] [')}] [--budget 20s] [--runners process] [--every-machine] [--keep]

  --budget, --runners  what COLDBENCH_BUDGET and COLDBENCH_RUNNERS of the workflows become
  --every-machine      each entry of a matrix, not only its first one; all on this machine
  --keep               leave the scratch folder, with the log of each step

Exit codes: 0 all as it should be, 1 not, 2 wrong usage.`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    budget: { type: 'string', default: '20s' },
    runners: { type: 'string', default: 'process' },
    'every-machine': { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const names = positionals.length > 0 ? positionals : Object.keys(SCENARIOS);
const unknown = names.filter((name) => !(name in SCENARIOS));
if (values.help || unknown.length > 0) {
  console.log(USAGE);
  process.exitCode = values.help ? 0 : 2;
} else {
  const project = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
  if (execFileSync('git', ['-C', project, 'status', '--porcelain'], { encoding: 'utf8' }) !== '')
    console.log('Changes that are not committed are not rehearsed.');
  const broken = await rehearse(
    {
      project,
      overrides: { COLDBENCH_BUDGET: values.budget, COLDBENCH_RUNNERS: values.runners },
      everyMachine: values['every-machine'],
      keep: values.keep,
      print: console.log,
    },
    names.map((name) => SCENARIOS[/** @type {keyof typeof SCENARIOS} */ (name)]),
  );
  console.log(
    broken.length === 0 ? '\nAll as it should be.' : `\nNot as it should be:\n  ${broken.join('\n  ')}`,
  );
  process.exitCode = broken.length === 0 ? 0 : 1;
}
