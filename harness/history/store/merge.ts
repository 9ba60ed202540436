import { mkdir, rm } from 'node:fs/promises';
import type { Duck } from './duck.ts';
import type { IndexFolder, Source } from './index-files.ts';
import { withLock } from './lock.ts';
import { census, writeSegment } from './tables.ts';

/** So many small files are read without a loss that anyone would notice. */
const MOST_PENDING = 64;

type Counts = ReadonlyMap<string, { readonly all: number; readonly used: number }>;

/**
 * Which sources should become one segment; none when all is well. Pending files, once there are many, and with them the
 * segments that are not much larger than all that is merged so far, so that each row is written a logarithmic number of
 * times, and the number of segments stays logarithmic too. Sources with rows that nobody reads are always rewritten.
 */
export function toMerge(sources: readonly Source[], counts: Counts): Source[] {
  const isWasteful = ({ name }: Source): boolean => {
    const { all, used } = counts.get(name) ?? { all: 0, used: 0 };
    return used < all;
  };
  const pending = sources.filter(({ kind }) => kind === 'pending');
  const many = pending.length > MOST_PENDING;
  const chosen = sources.filter((source) => isWasteful(source) || (many && source.kind === 'pending'));
  if (!many) return chosen;
  const sizeOf = ({ name }: Source): number => counts.get(name)?.used ?? 0;
  let size = chosen.reduce((sum, source) => sum + sizeOf(source), 0);
  const others = sources.filter((source) => !chosen.includes(source));
  for (const segment of others.sort((a, b) => sizeOf(a) - sizeOf(b))) {
    if (sizeOf(segment) > 2 * size) break;
    size += sizeOf(segment);
    chosen.push(segment);
  }
  return chosen;
}

/** Merges what should be merged; returns whether it did. It does not where another process is at it. */
export async function mergeSources(
  duck: Duck,
  index: IndexFolder,
  sources: readonly Source[],
): Promise<boolean> {
  const chosen = toMerge(sources, await census(duck));
  if (chosen.length === 0) return false;
  return withLock(index.lockPath, index.newPath(), async () => {
    const folder = index.newPath();
    await mkdir(folder);
    const count = await writeSegment(duck, chosen, folder);
    // Before the sources go, the rows that are still wanted are in the new segment.
    const merged = count === 0 ? null : await index.addSegment(folder);
    if (merged === null) await rm(folder, { recursive: true });
    for (const source of chosen) if (source.name !== merged) await index.remove(source);
  });
}
