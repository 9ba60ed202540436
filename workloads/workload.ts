import type { Bytes } from '../harness/model/units.ts';

/** A workload that was found, read and checked; what every runner packages. */
export interface Workload {
  readonly name: string;
  /** Absolute path of the TypeScript (or JavaScript) module that exports `handler(event)`. */
  readonly modulePath: string;
  /** The event, as UTF-8 JSON text: the same bytes for every runner and every call. */
  readonly input: Uint8Array;
  readonly inputBytes: Bytes;
  readonly inputSha256: string;
  /** SHA-256 of the expected response bytes (JSON text of the handler's result), or null when none is recorded. */
  readonly expectedSha256: string | null;
  /** SHA-256 of the module when it is a handler that was bundled and kept before: it is then kept as it is. */
  readonly bundleSha256?: string;
}

/** What a workload module exports: JSON in, JSON out, no Node-only API. */
export type Handler = (event: never) => unknown;

/** The built-in workload that does nothing: its figures are what packaging and instrument cost by themselves. */
export const FLOOR_WORKLOAD = 'noop';
