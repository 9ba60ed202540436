import { type SampleSet, sampleRecords } from '../../compare/testing/sample-set.ts';
import { sampleEnding } from '../../model/codec-sample.ts';
import { createResultSetWriter } from '../../model/store.ts';

/** What a file may call things: each would harm somebody who took it for markup, code or an instruction. */
export const HOSTILE: readonly string[] = [
  '<script>alert(1)</script>',
  ']]><img src=x onerror=alert(1)>',
  '&amp;"\'<!--',
  '=cmd()',
  '+1+1',
  '@SUM(A1)',
  '\u001b[31mred\u001b[0m\u001b]0;owned\u0007',
  'left \u202e right',
  'a | b',
  '`code`',
  '</details>',
  '@team and #1',
  'https://example.com',
  'two\nlines\r\n# EOF',
  'a"} 1\nfake{b="\\',
  '\\n \\" \\\\',
  '\u0000\u0001\ufffe\uffff\ud800',
  '__proto__',
  'x'.repeat(10_000),
  '🄰'.repeat(500),
];

/** A run of hostile workloads, variants, labels, tools and errors; written by the real writer. Returns its path. */
export async function writeHostileSet(path: string, set: SampleSet = {}): Promise<string> {
  const subjects = HOSTILE.map((text, index) => ({
    workload: text,
    variant: HOSTILE[(index + 7) % HOSTILE.length] ?? '',
    ...(index % 4 === 3 && { fails: [1, 3] }),
  }));
  const map = Object.fromEntries(
    HOSTILE.map((text, index) => [text, HOSTILE[(index + 3) % HOSTILE.length] ?? '']),
  );
  const [first = ''] = HOSTILE;
  const writer = await createResultSetWriter(path);
  const records = sampleRecords({
    blocks: 8,
    warmCalls: 4,
    subjects,
    machine: { cpuModel: first, os: HOSTILE.join(' '), kernel: '\u001b[2J"}' },
    manifest: { labels: map, tools: { ...map, node: 'v"20\n' }, skippedRunners: skippedRunners() },
    ...set,
  });
  let failures = 0;
  for (const record of records) {
    if (record.kind !== 'trial' || record.status !== 'failed') {
      await writer.append(record);
      continue;
    }
    const text = HOSTILE[failures % HOSTILE.length] ?? '';
    failures += 1;
    await writer.append({ ...record, code: text, reason: text });
  }
  await writer.end(sampleEnding);
  return path;
}

const skippedRunners = () =>
  HOSTILE.map((reason) => ({ runner: 'container' as const, reason, remedy: reason }));
