import { type ReadLine, type ReadOptions, type ReadOutcome, readRecords } from './codec.ts';
import { encodeRecord } from './codec-record.ts';
import { sampleEnding, sampleRecords } from './codec-sample.ts';
import { ContentDigest } from './digest.ts';
import type { EndRecord, ResultRecord } from './schema.ts';

/** The bytes that the writer writes for these records. */
export function fileOf(
  records: readonly ResultRecord[],
  end: Omit<EndRecord, 'precedingSha256'> | null,
): Buffer {
  const digest = new ContentDigest();
  const lines = records.map((record) => encodeRecord(record));
  for (const line of lines) digest.addLine(Buffer.from(line));
  if (end) lines.push(digest.seal(end));
  return Buffer.from(lines.map((line) => `${line}\n`).join(''));
}

export const sampleEnd = { kind: 'end', ...sampleEnding, completed: 2, failed: 1, skipped: 1 } as const;

export const sampleFile = (): Buffer => fileOf(sampleRecords, sampleEnd);

export interface Read {
  readonly lines: readonly ReadLine[];
  readonly outcome: ReadOutcome;
}

/** Everything that the reader gives, from bytes in memory. */
export async function readBytes(bytes: Buffer, options: ReadOptions = {}): Promise<Read> {
  const lines: ReadLine[] = [];
  const reader = readRecords(oneChunk(bytes), 'x.ndjson', options);
  for (;;) {
    const next = await reader.next();
    if (next.done) return { lines, outcome: next.value };
    lines.push(next.value);
  }
}

async function* oneChunk(bytes: Buffer): AsyncGenerator<Buffer> {
  if (bytes.length > 0) yield bytes;
}
