import * as z from 'zod/mini';

// Without this, zod compiles its checks with `new Function` where the engine allows it: two engines would then run
// two different programs.
z.config({ jitless: true });

const Filter = z.strictObject({
  major: z.optional(z.array(z.string()).check(z.minLength(1))),
  source: z.optional(z.array(z.enum(['iana', 'apache', 'nginx', 'none'])).check(z.minLength(1))),
  compressible: z.optional(z.boolean()),
  hasExtensions: z.optional(z.boolean()),
});

const SortKey = z.strictObject({
  by: z.enum(['type', 'major', 'source', 'extensions']),
  order: z._default(z.enum(['asc', 'desc']), 'asc'),
});

const Page = z.strictObject({
  number: z._default(z.int().check(z.minimum(1)), 1),
  size: z._default(z.int().check(z.minimum(1), z.maximum(200)), 50),
});

const CatalogRequest = z.strictObject({
  /** Matches a part of the type or one whole extension; letter case does not count. */
  query: z._default(z.string().check(z.maxLength(100)), ''),
  filter: z._default(Filter, {}),
  groupBy: z._default(z.nullable(z.enum(['major', 'source', 'compressible'])), null),
  sort: z._default(z.array(SortKey).check(z.maxLength(4)), []),
  page: z._default(Page, { number: 1, size: 50 }),
});

export type CatalogRequest = z.infer<typeof CatalogRequest>;

/** What is wrong with a request: where (`page.size`) and which rule (`too_big`). */
export interface Issue {
  readonly path: string;
  readonly code: string;
}

export type Parsed =
  | { readonly valid: true; readonly request: CatalogRequest }
  | { readonly valid: false; readonly issues: readonly Issue[] };

export function parseRequest(event: unknown): Parsed {
  const parsed = CatalogRequest.safeParse(event);
  if (parsed.success) return { valid: true, request: parsed.data };
  return {
    valid: false,
    issues: parsed.error.issues.map(({ path, code }) => ({ path: path.join('.'), code })),
  };
}
