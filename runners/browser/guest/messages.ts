/** A call, from the page to its worker. */
export interface ToWorker {
  readonly id: number;
  readonly body: string;
}

export type Reply = { readonly answer: string } | { readonly failure: string };

/** `loadedAtMs` counts from the same instant as `performance.timeOrigin` does. */
export type FromWorker = { readonly loadedAtMs: number } | { readonly id: number; readonly reply: Reply };

/** What the page tells its server, once: milliseconds since the navigation began, or why the worker did not load. */
export type Announcement = { readonly loadedMs: number } | { readonly failure: string };
