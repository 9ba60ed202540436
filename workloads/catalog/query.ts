import type { MediaType } from './records.ts';
import type { CatalogRequest } from './request.ts';

export interface Group {
  readonly key: string;
  readonly count: number;
  readonly extensions: number;
}

export function matching(records: readonly MediaType[], { query, filter }: CatalogRequest): MediaType[] {
  const needle = query.trim().toLowerCase();
  const { major, source, compressible, hasExtensions } = filter;
  return records.filter(
    (record) =>
      (needle === '' || record.type.includes(needle) || record.extensions.includes(needle)) &&
      (major === undefined || major.includes(record.major)) &&
      (source === undefined || source.includes(record.source)) &&
      (compressible === undefined || record.compressible === compressible) &&
      (hasExtensions === undefined || record.extensions.length > 0 === hasExtensions),
  );
}

/** Counts over all matches, not over one page; the largest group first. */
export function grouped(records: readonly MediaType[], groupBy: CatalogRequest['groupBy']): Group[] | null {
  if (groupBy === null) return null;
  const groups = new Map<string, { key: string; count: number; extensions: number }>();
  for (const record of records) {
    const key = String(record[groupBy]);
    const group = groups.get(key) ?? { key, count: 0, extensions: 0 };
    group.count += 1;
    group.extensions += record.extensions.length;
    groups.set(key, group);
  }
  return [...groups.values()].sort((a, b) => b.count - a.count || byCodeUnits(a.key, b.key));
}

/** The type, which is unique, breaks ties: the order is total, and the same in every engine. */
export function sorted(records: readonly MediaType[], sort: CatalogRequest['sort']): MediaType[] {
  return [...records].sort((a, b) => {
    for (const { by, order } of sort) {
      const difference =
        by === 'extensions' ? a.extensions.length - b.extensions.length : byCodeUnits(a[by], b[by]);
      if (difference !== 0) return order === 'asc' ? difference : -difference;
    }
    return byCodeUnits(a.type, b.type);
  });
}

export function paged(records: readonly MediaType[], { number, size }: CatalogRequest['page']): MediaType[] {
  return records.slice((number - 1) * size, number * size);
}

/** Not `localeCompare`: its order comes from ICU, which engines carry in different versions or not at all. */
function byCodeUnits(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
