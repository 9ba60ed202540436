import type { Ns } from '../model/units.ts';
import { safeText } from '../report/sanitize.ts';

/**
 * Events of the Trace Event Format, by the Chromium document of that name (nduca and dsinclair, October 2016):
 * complete events `X`, instant events `i`, metadata `M`.
 */
export interface TraceEvent {
  readonly name: string;
  readonly ph: 'X' | 'i' | 'M';
  readonly pid: number;
  readonly tid: number;
  /** Microseconds since the first block began. */
  readonly ts?: number;
  readonly dur?: number;
  readonly cat?: string;
  /** Scope of an instant: its thread. */
  readonly s?: 't';
  /** A colour that the viewer has a name for. */
  readonly cname?: 'terrible' | 'bad' | 'grey';
  readonly args: Readonly<Record<string, string | number | boolean>>;
}

/** A row of the timeline: a thread of a process. */
export interface Track {
  readonly pid: number;
  readonly tid: number;
}

export interface Span {
  readonly name: string;
  readonly fromNs: Ns;
  readonly untilNs: Ns;
  readonly cat: string;
  readonly cname?: 'bad';
  readonly args: TraceEvent['args'];
}

/**
 * Whole microseconds. With decimals, the end of a slice that a reader adds up from start and duration is not the start of
 * the next one, but off by the last bit, and speedscope then takes neighbours for parent and child. Exact durations are in
 * `args`.
 */
const microseconds = (ns: Ns): number => Math.round(ns / 1000);

/** A slice from one instant to another; an instant where less than a microsecond lies between, which speedscope trips over. */
export function slice(track: Track, { name, fromNs, untilNs, cat, args, ...colour }: Span): TraceEvent {
  const ts = microseconds(fromNs);
  const dur = microseconds(untilNs) - ts;
  const event = { name, cat, ...colour, args: { ...args, durationNs: untilNs - fromNs } };
  return dur > 0 ? { ph: 'X', ...track, ts, dur, ...event } : instant(track, fromNs, event);
}

export const instant = (
  track: Track,
  atNs: Ns,
  event: Pick<TraceEvent, 'name' | 'cat' | 'cname' | 'args'>,
): TraceEvent => ({ ph: 'i', s: 't', ...track, ts: microseconds(atNs), ...event });

/** What a process or thread is called, and its place from the top. */
export const named = (
  track: Track,
  what: 'process' | 'thread',
  name: string,
  place: number,
): TraceEvent[] => [
  { name: `${what}_name`, ph: 'M', ...track, args: { name: safeText(name) } },
  { name: `${what}_sort_index`, ph: 'M', ...track, args: { sort_index: place } },
];
