import { loadComparable } from '../../compare/load.ts';
import type { BaselineSource } from './source.ts';

/**
 * A file that was named. It is read at once, so that a wrong one is known before anything is measured.
 * @throws ColdbenchError of the reader; `NOTHING_TO_COMPARE` when no trial of it was completed.
 */
export async function fileBaseline(path: string): Promise<BaselineSource> {
  const set = await loadComparable(path);
  return { find: async () => ({ found: true, set, notes: [] }) };
}
