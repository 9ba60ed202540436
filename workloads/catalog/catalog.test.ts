import fc from 'fast-check';
import mimeDb from 'mime-db';
import { beforeAll, describe, expect, it } from 'vitest';
import { builtInAnswer } from '../testing/built-in-answer.ts';
import type { CatalogPage, CatalogResponse } from './handler.ts';
import type { MediaType } from './records.ts';

let answer: (request: unknown) => Promise<CatalogResponse>;
beforeAll(async () => {
  answer = await builtInAnswer('catalog');
});

async function pageOf(request: object): Promise<CatalogPage> {
  const response = await answer(request);
  if (response.status !== 200) throw new Error(JSON.stringify(response));
  return response.body;
}

/** Every page of a request, put together. */
async function allItems(request: object): Promise<MediaType[]> {
  const { page, total } = await pageOf({ ...request, page: { size: 200 } });
  expect(page.count).toBe(Math.ceil(total / 200));
  const items: MediaType[] = [];
  for (let number = 1; number <= page.count; number += 1) {
    items.push(...(await pageOf({ ...request, page: { number, size: 200 } })).items);
  }
  return items;
}

const entryOf = (type: string) => mimeDb[type] ?? {};
const extensionsOf = (type: string): readonly string[] => entryOf(type).extensions ?? [];
const types = Object.keys(mimeDb);

describe('an empty request', () => {
  it('gives the first 50 of all media types, in the order of their code units', async () => {
    const { total, page, groups, items } = await pageOf({});
    expect(total).toBe(types.length);
    expect(page).toEqual({ number: 1, size: 50, count: Math.ceil(types.length / 50) });
    expect(groups).toBeNull();
    expect(items.map(({ type }) => type)).toEqual([...types].sort().slice(0, 50));
  });

  it('gives every record as mime-db has it', async () => {
    for (const { type, major, source, charset, compressible, extensions } of await allItems({})) {
      const entry = entryOf(type);
      expect(type.startsWith(`${major}/`)).toBe(true);
      expect([source, charset, compressible]).toEqual([
        entry.source ?? 'none',
        entry.charset ?? null,
        entry.compressible ?? false,
      ]);
      expect(extensions).toEqual(extensionsOf(type));
    }
  });
});

describe('a filter', () => {
  const filters = fc.record(
    {
      major: fc.subarray(['application', 'audio', 'font', 'text', 'nothing'], { minLength: 1 }),
      source: fc.subarray(['iana', 'apache', 'nginx', 'none'], { minLength: 1 }),
      compressible: fc.boolean(),
      hasExtensions: fc.boolean(),
    },
    { requiredKeys: [] },
  );
  const queries = fc.constantFrom('', 'json', 'XML', ' htm ', 'vnd.oasis', 'js', 'no such type');

  it('keeps exactly what meets every condition', async () => {
    await fc.assert(
      fc.asyncProperty(queries, filters, async (query, filter) => {
        let expected = types;
        const needle = query.trim().toLowerCase();
        expected = expected.filter((type) => type.includes(needle) || extensionsOf(type).includes(needle));
        const { major, source, compressible, hasExtensions } = filter;
        if (major) expected = expected.filter((type) => major.some((one) => type.split('/')[0] === one));
        if (source) expected = expected.filter((type) => source.includes(entryOf(type).source ?? 'none'));
        if (compressible !== undefined)
          expected = expected.filter((type) => (entryOf(type).compressible === true) === compressible);
        if (hasExtensions !== undefined)
          expected = expected.filter((type) => extensionsOf(type).length > 0 === hasExtensions);
        const found = (await allItems({ query, filter })).map(({ type }) => type);
        expect(found).toEqual([...expected].sort());
      }),
      { numRuns: 60, seed: 1 },
    );
  });

  it('finds a type by its whole extension', async () => {
    expect((await pageOf({ query: 'PNG' })).items.map(({ type }) => type)).toContain('image/png');
  });
});

describe('grouping', () => {
  it.each(['major', 'source', 'compressible'] as const)(
    'by %s counts all matches, the largest first',
    async (by) => {
      const { groups, total } = await pageOf({ query: 'x', groupBy: by, page: { size: 1 } });
      const items = await allItems({ query: 'x' });
      expect(items).toHaveLength(total);
      const counts = groups?.map(({ count }) => count) ?? [];
      expect(counts).toEqual([...counts].sort((a, b) => b - a));
      expect(groups).toHaveLength(new Set(items.map((item) => item[by])).size);
      for (const { key, count, extensions } of groups ?? []) {
        const members = items.filter((item) => String(item[by]) === key);
        expect(count).toBe(members.length);
        expect(extensions).toBe(members.flatMap((item) => item.extensions).length);
      }
    },
  );
});

describe('sorting', () => {
  it('goes by each key in turn, and by the type at last', async () => {
    const items = await allItems({
      sort: [
        { by: 'source', order: 'desc' },
        { by: 'extensions', order: 'desc' },
      ],
    });
    const keys = items.map(({ source, extensions, type }) => {
      const sourceRank = ['none', 'nginx', 'iana', 'apache'].indexOf(source);
      return `${sourceRank} ${String(99 - extensions.length).padStart(2, '0')} ${type}`;
    });
    expect(keys).toEqual([...keys].sort());
    expect(items).toHaveLength(types.length);
  });

  it('is ascending where no order is given', async () => {
    const majors = (await allItems({ sort: [{ by: 'major' }] })).map(({ major }) => major);
    expect(majors).toEqual([...majors].sort());
  });
});

describe('paging', () => {
  it('cuts the same list into pages of any size', async () => {
    const whole = await allItems({ query: 'audio' });
    const pages = [1, 2, 3].map((number) => pageOf({ query: 'audio', page: { number, size: 7 } }));
    const items = (await Promise.all(pages)).flatMap((page) => page.items);
    expect(items).toEqual(whole.slice(0, 21));
  });

  it('is empty behind the last page', async () => {
    expect((await pageOf({ page: { number: 9999 } })).items).toEqual([]);
  });
});

it.each([
  [null, '', 'invalid_type'],
  [[], '', 'invalid_type'],
  [{ querry: 'x' }, '', 'unrecognized_keys'],
  [{ query: 'x'.repeat(101) }, 'query', 'too_big'],
  [{ filter: { major: [] } }, 'filter.major', 'too_small'],
  [{ filter: { source: ['w3c'] } }, 'filter.source.0', 'invalid_value'],
  [{ groupBy: 'type' }, 'groupBy', 'invalid_value'],
  [{ sort: [{ by: 'type', order: 'up' }] }, 'sort.0.order', 'invalid_value'],
  [{ page: { number: 0 } }, 'page.number', 'too_small'],
  [{ page: { size: 201 } }, 'page.size', 'too_big'],
  [{ page: { size: 1.5 } }, 'page.size', 'invalid_type'],
])('answers %j with 400 and what is wrong', async (request, path, code) => {
  expect(await answer(request)).toEqual({
    status: 400,
    body: { error: 'invalid_request', issues: [{ path, code }] },
  });
});
