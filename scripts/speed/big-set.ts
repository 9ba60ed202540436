import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { type SampleSet, sampleRecords } from '../../harness/compare/testing/sample-set.ts';
import { sampleEnding } from '../../harness/model/codec-sample.ts';
import { ContentDigest } from '../../harness/model/digest.ts';

/** An invented run without the disk waits of the real writer. */
export async function writeBigSet(path: string, set: SampleSet): Promise<void> {
  const file = createWriteStream(path);
  const digest = new ContentDigest();
  let completed = 0;
  for (const record of sampleRecords(set)) {
    if (record.kind === 'trial') completed += 1;
    const line = JSON.stringify(record);
    digest.addLine(Buffer.from(line));
    if (!file.write(`${line}\n`)) await once(file, 'drain');
  }
  file.end(`${digest.seal({ kind: 'end', ...sampleEnding, completed, failed: 0, skipped: 0 })}\n`);
  await finished(file);
}
