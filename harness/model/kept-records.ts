import { neverRan } from './never-ran.ts';
import type { ResultRecord, Trial } from './schema.ts';

/**
 * The records of a result set without the trials of discarded blocks. A block says at its end whether it was discarded,
 * so its trials are held back until then; those of a block that was cut off are passed on at the end.
 */
export async function* keptRecords(
  lines: AsyncIterable<{ readonly record: ResultRecord }>,
): AsyncGenerator<ResultRecord, void> {
  let held: Trial[] = [];
  for await (const { record } of lines) {
    if (record.kind === 'trial' && !neverRan(record)) {
      held.push(record);
      continue;
    }
    if (record.kind === 'trial') {
      // Part of no block, whatever becomes of the first.
      yield record;
      continue;
    }
    if (record.kind !== 'block' || !record.discarded) yield* held;
    held = [];
    yield record;
  }
  yield* held;
}
