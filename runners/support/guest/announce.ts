import { openSync, writeSync } from 'node:fs';
import { performance } from 'node:perf_hooks';

/** The guest's own instants, in CLOCK_MONOTONIC nanoseconds. */
export type Stamps = Record<string, bigint>;

/** When this process began and when Node had finished its bootstrap, as Node itself stamped them. */
export function runtimeStamps(): Stamps {
  const { nodeStart, bootstrapComplete } = performance.nodeTiming;
  const origin = process.hrtime.bigint() - BigInt(Math.round(performance.now() * 1e6));
  const at = (ms: number): bigint => origin + BigInt(Math.round(ms * 1e6));
  return { processStart: at(nodeStart), runtimeReady: at(bootstrapComplete) };
}

/**
 * Tells the harness that a call would be accepted: one JSON line on the ready channel, which is a descriptor number
 * or the path of a named pipe. The harness never polls.
 */
export function announce(channel: string, stamps: Stamps, extra: Record<string, unknown> = {}): void {
  const descriptor = /^\d+$/.test(channel) ? Number(channel) : openSync(channel, 'w');
  const milestonesNs = Object.fromEntries(Object.entries(stamps).map(([name, ns]) => [name, String(ns)]));
  const message = { ...extra, milestonesNs, nowNs: String(process.hrtime.bigint()) };
  writeSync(descriptor, `${JSON.stringify(message)}\n`);
}
