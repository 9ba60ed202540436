// A JSON API over reference data: validate the request, then filter, group, sort and page.
import { type Group, grouped, matching, paged, sorted } from './query.ts';
import { MEDIA_TYPES, type MediaType } from './records.ts';
import { type Issue, parseRequest } from './request.ts';

export type CatalogResponse =
  | { readonly status: 200; readonly body: CatalogPage }
  | {
      readonly status: 400;
      readonly body: { readonly error: 'invalid_request'; readonly issues: readonly Issue[] };
    };

export interface CatalogPage {
  readonly total: number;
  readonly page: { readonly number: number; readonly size: number; readonly count: number };
  readonly groups: readonly Group[] | null;
  readonly items: readonly MediaType[];
}

export function handler(event: unknown): CatalogResponse {
  const parsed = parseRequest(event);
  if (!parsed.valid) return { status: 400, body: { error: 'invalid_request', issues: parsed.issues } };
  const { request } = parsed;
  const matches = matching(MEDIA_TYPES, request);
  return {
    status: 200,
    body: {
      total: matches.length,
      page: { ...request.page, count: Math.ceil(matches.length / request.page.size) },
      groups: grouped(matches, request.groupBy),
      items: paged(sorted(matches, request.sort), request.page),
    },
  };
}
