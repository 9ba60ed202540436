import { openSync, writeSync } from 'node:fs';
import { Socket } from 'node:net';
import { performance } from 'node:perf_hooks';

/** The guest's own instants, in CLOCK_MONOTONIC nanoseconds. */
export type Stamps = Record<string, bigint>;

/** When this process began and when Node had finished its bootstrap, as Node itself stamped them. */
export function runtimeStamps(): Stamps {
  const { nodeStart, bootstrapComplete } = performance.nodeTiming;
  const origin = process.hrtime.bigint() - BigInt(Math.round(performance.now() * 1e6));
  const at = (ms: number): bigint => origin + BigInt(Math.round(ms * 1e6));
  const stamps = { processStart: nodeStart, runtimeReady: bootstrapComplete };
  // Other runtimes than Node have the property, and no figures in it.
  const known = Object.entries(stamps).filter(([, ms]) => Number.isFinite(ms));
  return Object.fromEntries(known.map(([name, ms]) => [name, at(ms)]));
}

/**
 * Tells the harness that a call would be accepted: one JSON line on the ready channel, which is a descriptor number
 * or the path of a named pipe; `socket:3` for a runtime that numbers its files itself and knows only sockets by the
 * system's number. The harness never polls.
 */
export function announce(channel: string, stamps: Stamps, extra: Record<string, unknown> = {}): void {
  const milestonesNs = Object.fromEntries(Object.entries(stamps).map(([name, ns]) => [name, String(ns)]));
  const message = { ...extra, milestonesNs, nowNs: String(process.hrtime.bigint()) };
  const line = `${JSON.stringify(message)}\n`;
  const [, descriptor] = channel.match(/^socket:(\d+)$/) ?? [];
  if (descriptor !== undefined) new Socket({ fd: Number(descriptor), writable: true }).write(line);
  else writeSync(/^\d+$/.test(channel) ? Number(channel) : openSync(channel, 'w'), line);
}
