import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { basename } from 'node:path';
import { readRecords } from '../model/codec.ts';
import { openChunks } from '../model/codec-open.ts';
import { hashing } from '../model/digest.ts';
import { ColdbenchError } from '../model/errors.ts';
import type {
  ArtifactRecord,
  BlockRecord,
  CalibrationRecord,
  PartRecord,
  ResultRecord,
  Trial,
  WorkloadRecord,
} from '../model/schema.ts';
import { createResultSetWriter, type Ending, type ResultSetWriter } from '../model/store.ts';
import { mergedManifest } from './merged-manifest.ts';
import type { PartFile } from './read-part.ts';

export interface MergeTarget {
  readonly path: string;
  readonly missing: readonly string[];
  readonly command: readonly string[];
}

/**
 * Writes like parts of one plan as one result set: part after part, blocks and trials numbered through, every figure as it
 * was measured.
 * @throws ColdbenchError of the writer; `PART_CHANGED` when a file is not what was checked. Nothing is left then.
 */
export async function writeMerged(
  parts: readonly [PartFile, ...PartFile[]],
  { path, missing, command }: MergeTarget,
): Promise<void> {
  // Made again from its parts at any time, so that not every line has to be on the disk before the next.
  const writer = await createResultSetWriter(path, { sync: 'atEnd' });
  try {
    await writer.append(mergedManifest(parts, missing, command));
    for (const workload of mergedWorkloads(parts)) await writer.append(workload);
    for (const artifact of mergedArtifacts(parts)) await writer.append(artifact);
    await appendParts(parts, writer);
    await writer.end(mergedEnding(parts));
  } catch (error) {
    await writer.close().finally(() => rm(path, { force: true }));
    throw error;
  }
}

async function appendParts(parts: readonly PartFile[], writer: ResultSetWriter): Promise<void> {
  const first = { block: 0, trial: 0 };
  for (const part of parts) {
    await writer.append(partRecord(part, first));
    await appendPart(part, first, writer);
    first.block += part.blocks;
    first.trial += part.trials;
  }
}

interface FirstNumbers {
  readonly block: number;
  readonly trial: number;
}

/** The trials, blocks and calibrations of a part; its head and its end are said for all parts together. */
async function appendPart(
  { path, sha256 }: PartFile,
  first: FirstNumbers,
  writer: ResultSetWriter,
): Promise<void> {
  const hash = createHash('sha256');
  for await (const { record } of readRecords(hashing(openChunks(path), hash), path)) {
    const numbered = renumbered(record, first);
    if (numbered) await writer.append(numbered);
  }
  if (hash.digest('hex') === sha256) return;
  throw new ColdbenchError('PART_CHANGED', `${path} was changed while it was merged.`, {
    remedy: 'Merge again when nothing writes to it any more.',
  });
}

function renumbered(
  record: ResultRecord,
  first: FirstNumbers,
): Trial | BlockRecord | CalibrationRecord | null {
  switch (record.kind) {
    case 'trial':
      return { ...record, trial: record.trial + first.trial, block: record.block + first.block };
    case 'block':
      return { ...record, block: record.block + first.block };
    case 'calibration':
      return record;
    case 'manifest':
    case 'workload':
    case 'artifact':
    case 'part':
    case 'end':
      return null;
    case 'memory':
    case 'load':
    case 'burst':
    case 'fromZero':
    case 'density':
    case 'limits':
    case 'memoryFloor':
      return null; // a part of a plan has no studies
    default:
      // Whoever adds a kind decides here what of it a merged file keeps.
      throw new Error(`a record of the kind ${(record satisfies never as ResultRecord).kind}`);
  }
}

function partRecord(
  { path, sha256, manifest, plan, end, artifacts }: PartFile,
  first: FirstNumbers,
): PartRecord {
  return {
    kind: 'part',
    part: plan.part,
    file: basename(path),
    fileSha256: sha256,
    runId: manifest.id,
    seed: manifest.seed,
    startedAt: manifest.startedAt,
    endedAt: end.endedAt,
    stopReason: end.stopReason,
    measuringNs: end.measuringNs,
    firstBlock: first.block,
    firstTrial: first.trial,
    artifactBytes: Object.fromEntries(artifacts.map(({ subject, sizeBytes }) => [subject, sizeBytes])),
    quietness: manifest.quietness,
    machine: manifest.machine,
    labels: manifest.labels,
  };
}

/** In-process calls are of all machines, as the trials are. */
function mergedWorkloads(parts: readonly PartFile[]): WorkloadRecord[] {
  const merged = new Map<string, WorkloadRecord>();
  for (const workload of parts.flatMap(({ workloads }) => workloads)) {
    const before = merged.get(workload.workload);
    const inProcessNs = [...(before?.inProcessNs ?? []), ...workload.inProcessNs];
    merged.set(workload.workload, { ...(before ?? workload), inProcessNs });
  }
  return [...merged.values()];
}

/** Made of the same bytes on every machine. How long that took, and the size where builds differ, is the first one's. */
function mergedArtifacts(parts: readonly PartFile[]): ArtifactRecord[] {
  const merged = new Map<string, ArtifactRecord>();
  for (const artifact of parts.flatMap(({ artifacts }) => artifacts)) {
    if (!merged.has(artifact.subject)) merged.set(artifact.subject, artifact);
  }
  return [...merged.values()];
}

function mergedEnding(parts: readonly [PartFile, ...PartFile[]]): Ending {
  const [first] = parts;
  const ends = parts.map(({ end }) => end);
  const peaks = ends.flatMap(({ harnessPeakRssBytes }) => harnessPeakRssBytes ?? []);
  return {
    endedAt:
      ends
        .map(({ endedAt }) => endedAt)
        .sort()
        .at(-1) ?? first.end.endedAt,
    stopReason: stopReasonOf(ends.map(({ stopReason }) => stopReason)),
    measuringNs: ends.reduce((sum, { measuringNs }) => sum + measuringNs, 0),
    insideTrialsNs: ends.reduce((sum, { insideTrialsNs }) => sum + insideTrialsNs, 0),
    harnessPeakRssBytes: peaks.length === 0 ? null : peaks.reduce((a, b) => Math.max(a, b)),
  };
}

/** The reason that says least of all: a set is as whole as its least whole part. */
const WORST_FIRST: readonly Ending['stopReason'][] = [
  'failed',
  'interrupted',
  'budget',
  'blocks',
  'precision',
];

const stopReasonOf = (reasons: readonly Ending['stopReason'][]): Ending['stopReason'] =>
  WORST_FIRST.find((reason) => reasons.includes(reason)) ?? 'failed';
