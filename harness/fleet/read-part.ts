import { createHash } from 'node:crypto';
import { openChunks } from '../model/codec-open.ts';
import { describeProblem } from '../model/codec-problems.ts';
import { hashing } from '../model/digest.ts';
import type {
  ArtifactRecord,
  EndRecord,
  Manifest,
  PlanPart,
  ResultRecord,
  WorkloadRecord,
} from '../model/schema.ts';
import { type ValidationReport, validateWhile } from '../model/validate.ts';

/** A part's file, sound and whole; its trials stay in the file. */
export interface PartFile {
  readonly path: string;
  /** SHA-256 of its bytes. */
  readonly sha256: string;
  readonly manifest: Manifest;
  readonly plan: PlanPart;
  readonly workloads: readonly WorkloadRecord[];
  readonly artifacts: readonly ArtifactRecord[];
  readonly end: EndRecord;
  /** One more than the highest number, warm-up and discarded ones included. */
  readonly blocks: number;
  readonly trials: number;
}

/** A file, or why it is no part that can be merged. */
export type PartReading =
  | { readonly is: 'part'; readonly part: PartFile }
  | { readonly is: 'refused'; readonly path: string; readonly reason: string };

/**
 * Reads and validates a file in one pass; what is wrong with it is told, so that others are looked at too.
 * @throws ColdbenchError `RESULT_NOT_FOUND` or `RESULT_NOT_READABLE`.
 */
export async function readPart(path: string): Promise<PartReading> {
  const hash = createHash('sha256');
  const { report, result } = await validateWhile(path, hashing(openChunks(path), hash), collectParts);
  const refused = (reason: string): PartReading => ({ is: 'refused', path, reason });
  if (!report.complete && report.problems.length === 0) {
    return refused('it is incomplete: the run was cut off before its end record');
  }
  if (report.problems.length > 0 || result === null) return refused(firstProblem(report));
  const { manifest, end, ...rest } = result;
  if (!manifest || !end) return refused('it has no manifest or no end');
  if (manifest.merged) return refused('it was merged before: merge the files of all parts at once');
  if (!manifest.part) return refused('it is of no plan: `bench` without --plan wrote it');
  return {
    is: 'part',
    part: { path, sha256: hash.digest('hex'), manifest, plan: manifest.part, end, ...rest },
  };
}

function firstProblem({ problems }: ValidationReport): string {
  const [first = { line: null, field: '', message: 'it is no result set' }] = problems;
  const where = first.line === null ? '' : `line ${first.line}: `;
  return `it is not valid (${where}${describeProblem(first)}); \`coldbench validate\` tells all`;
}

async function collectParts(lines: AsyncIterable<{ readonly record: ResultRecord }>) {
  const found = {
    manifest: null as Manifest | null,
    end: null as EndRecord | null,
    workloads: [] as WorkloadRecord[],
    artifacts: [] as ArtifactRecord[],
    blocks: 0,
    trials: 0,
  };
  for await (const { record } of lines) {
    if (record.kind === 'manifest') found.manifest = record;
    if (record.kind === 'workload') found.workloads.push(record);
    if (record.kind === 'artifact') found.artifacts.push(record);
    if (record.kind === 'end') found.end = record;
    if (record.kind === 'trial') found.trials += 1;
    if (record.kind === 'trial' || record.kind === 'block') {
      found.blocks = Math.max(found.blocks, record.block + 1);
    }
  }
  return found;
}
