import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { keyOf } from '../../harness/history/store/hashes.ts';
import { runPath } from '../../harness/history/store/run-files.ts';
import { ContentDigest } from '../../harness/model/digest.ts';
import type { BlockRecord, CompletedTrial, Manifest, ResultRecord } from '../../harness/model/schema.ts';
import { createRandom, type Random } from '../../harness/stats/index.ts';

const BLOCKS = 6;
const WARM_CALLS = 10;
const YEARS_MS = 3 * 365 * 86_400_000;
const FIRST_NIGHT_MS = Date.UTC(2023, 0, 1);
const MACHINES = [
  {},
  { cpuModel: 'AMD EPYC 9R14', cpuSignature: 'AuthenticAMD family 25 model 17 stepping 1' },
];

/** The reference set in parts: what precedes the trials, and its measured blocks. */
export interface Reference {
  readonly manifest: Manifest;
  readonly head: readonly ResultRecord[];
  readonly blocks: readonly { readonly trials: readonly CompletedTrial[]; readonly record: BlockRecord }[];
}

export function readReference(path: string): Reference {
  const records = readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as ResultRecord);
  const [manifest] = records;
  if (manifest?.kind !== 'manifest') throw new Error(`${path} has no manifest`);
  const trials = records.filter((record) => record.kind === 'trial' && record.status === 'completed');
  const blocks = records.filter((record) => record.kind === 'block' && !record.warmup);
  return {
    manifest,
    head: records.flatMap((record): ResultRecord[] => {
      if (record.kind === 'workload')
        return [{ ...record, inProcessNs: record.inProcessNs.slice(0, WARM_CALLS) }];
      return record.kind === 'artifact' ? [record] : [];
    }),
    blocks: (blocks as BlockRecord[]).map((record) => ({
      record,
      trials: (trials as CompletedTrial[]).filter(({ block }) => block === record.block),
    })),
  };
}

/** Writes so many nights of three years, on two machines in turn, under the names that `add` would give them. */
export function writeNights(history: string, reference: Reference, count: number): void {
  for (let night = 0; night < count; night++) {
    const startedMs = FIRST_NIGHT_MS + Math.floor((night * YEARS_MS) / count);
    writeNight(history, reference, night, startedMs);
  }
}

export function writeNight(history: string, reference: Reference, night: number, startedMs: number): string {
  const startedAt = new Date(startedMs).toISOString();
  const content = nightOf(reference, night, startedAt);
  const key = keyOf(createHash('sha256').update(content).digest('hex'));
  const path = join(history, runPath(startedAt, key));
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

/** A run of six blocks that are drawn from the reference set's own. */
function nightOf({ manifest, head, blocks }: Reference, night: number, startedAt: string): string {
  const random = createRandom(night + 1);
  const digest = new ContentDigest();
  const lines: string[] = [];
  const add = (record: object): void => {
    const line = JSON.stringify(record);
    digest.addLine(Buffer.from(line));
    lines.push(line);
  };
  add({
    ...manifest,
    id: `night-${night}`,
    startedAt,
    plan: { ...manifest.plan, warmupBlocks: 0 },
    machine: { ...manifest.machine, ...MACHINES[night % MACHINES.length] },
    labels: { commit: createHash('sha1').update(String(night)).digest('hex') },
  });
  for (const record of head) add(record);
  const { records, insideTrialsNs } = drawBlocks(blocks, random);
  for (const record of records) add(record);
  const endedAt = new Date(Date.parse(startedAt) + insideTrialsNs / 1e6 + 1000).toISOString();
  const trials = records.filter(({ kind }) => kind === 'trial').length;
  lines.push(
    digest.seal({
      kind: 'end',
      endedAt,
      stopReason: 'blocks',
      measuringNs: insideTrialsNs,
      insideTrialsNs,
      harnessPeakRssBytes: null,
      completed: trials,
      failed: 0,
      skipped: 0,
    }),
  );
  return `${lines.join('\n')}\n`;
}

function drawBlocks(blocks: Reference['blocks'], random: Random) {
  let insideTrialsNs = 0;
  let trial = 0;
  const records = Array.from({ length: BLOCKS }, (_, block) => {
    const drawn = blocks[Math.floor(random.next() * blocks.length)];
    if (!drawn) throw new Error('the reference set has no blocks');
    const trials = drawn.trials.map((own) => {
      const launchNs = insideTrialsNs;
      insideTrialsNs += own.stoppedNs;
      return { ...shortened(own), trial: trial++, block, launchNs };
    });
    return [...trials, { ...drawn.record, block }];
  }).flat();
  return { records, insideTrialsNs };
}

function shortened(trial: CompletedTrial): CompletedTrial {
  const { warmNs, lambdaReports: reports } = trial;
  const calls = <T>(list: readonly T[]): T[] => list.slice(0, WARM_CALLS + 1);
  return {
    ...trial,
    warmNs: warmNs.slice(0, WARM_CALLS),
    lambdaReports: reports && {
      ...reports,
      durationNs: calls(reports.durationNs),
      billedDurationMs: calls(reports.billedDurationMs),
      maxMemoryUsedBytes: calls(reports.maxMemoryUsedBytes),
    },
  };
}
