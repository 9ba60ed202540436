import type { Inferred } from '../model/inferred.ts';
import { normalQuantile } from '../stats/normal.ts';
import type { shareSchema } from './check-schema.ts';

/** A share that was counted, with its 95 % interval. */
export type Share = Inferred<typeof shareSchema>;

const Z = normalQuantile(0.975);

/**
 * The score interval of a share: it stays within 0 and 1, and says something for 0 of n.
 * Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22(158), 1927,
 * doi:10.1080/01621459.1927.10502953; recommended by Brown, Cai & DasGupta, Stat. Sci. 16(2), 2001,
 * doi:10.1214/ss/1009213286.
 */
export function wilson(count: number, of: number): Share {
  if (of === 0) return { count, of, share: null, low: 0, high: 1 };
  const share = count / of;
  const centre = (share + Z ** 2 / (2 * of)) / (1 + Z ** 2 / of);
  const half = (Z / (1 + Z ** 2 / of)) * Math.sqrt((share * (1 - share)) / of + Z ** 2 / (4 * of ** 2));
  const low = count === 0 ? 0 : centre - half;
  const high = count === of ? 1 : centre + half;
  return { count, of, share, low, high };
}
