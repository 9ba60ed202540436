import { readHyperfine } from '../read.ts';
import type { HyperfineRun } from '../run.ts';
import { exportText, type SampleCommand } from './exports.ts';

export async function sampleRun(
  commands?: readonly SampleCommand[],
  path = 'results/hyperfine.json',
): Promise<HyperfineRun> {
  return readHyperfine(chunksOf(exportText(commands)), path);
}

export async function* chunksOf(content: string | Uint8Array): AsyncGenerator<Buffer> {
  yield Buffer.from(content);
}

const HOSTILE = '\u001b[2J\u001b[31mred\u202e\u0007\nFAKE  = same\u001b]0;owned\u0007';

/** Every kind of export that must be told truthfully; each has a golden file. The times are invented. */
export const SCENARIOS: Readonly<Record<string, readonly SampleCommand[]>> = {
  'two-commands': [{ times: outlying() }, { command: 'node b.js --with=options', medianMs: 61, n: 24 }],
  failures: [
    { n: 20, fails: { 3: 1, 7: 1, 11: 137 } },
    { command: 'false', n: 10, exitCodes: Array(10).fill(1) },
    { command: 'many', n: 12, exitCodes: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11] },
  ],
  'without-exit-codes': [
    { exitCodes: null, n: 10 },
    { command: 'some', exitCodes: [0, null, 0, null, 0, 0], n: 6 },
  ],
  'one-run': [{ n: 1 }],
  zeros: [
    { command: 'true', times: [0, 0, 0.0001, 0.0002, 0.0001, 0] },
    { command: ':', times: Array(6).fill(0) },
  ],
  'written-by-another': [{ command: 'hash/process/node', cpu: null, exitCodes: null }],
  parameters: [
    { command: 'sort', parameters: { n: '1' }, n: 8 },
    { command: 'sort', parameters: { n: '2' }, n: 8 },
    { command: 'sleep 0.1', parameters: { s: '0.1' }, n: 8 },
    { command: 'sleep 0.1', parameters: { s: '0.1' }, n: 8 },
  ],
  hostile: [
    { command: HOSTILE, n: 8 },
    { command: `<script>alert(1)</script> =cmd() ${'long '.repeat(2000)}`, n: 8 },
    { command: `<script>alert(1)</script> =cmd() ${'long '.repeat(2001)}`, n: 8 },
    { command: '\u202e\u200b', n: 8 },
    { command: 'ünïcødé 漢字', n: 8, parameters: { [HOSTILE]: HOSTILE } },
  ],
};

function outlying(): number[] {
  return Array.from({ length: 40 }, (_, run) => (run === 17 ? 0.09 : 0.05 + (run % 7) * 0.0002));
}
