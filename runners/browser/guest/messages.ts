import type { GuestMilestone } from '../../../harness/model/milestones.ts';

/** A call, from the page to its worker. */
export interface ToWorker {
  readonly id: number;
  readonly body: string;
}

export type Reply = { readonly answer: string } | { readonly failure: string };

/** Instants in milliseconds. */
export type Stamps = Readonly<Partial<Record<GuestMilestone, number>>>;

/** `stampsMs` count from the same instant as `performance.timeOrigin` does. */
export type FromWorker = { readonly stampsMs: Stamps } | { readonly id: number; readonly reply: Reply };

/** What the page tells its server, once: milliseconds since the navigation began, or why the worker did not load. */
export type Announcement = { readonly stampsMs: Stamps } | { readonly failure: string };
