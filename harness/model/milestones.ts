/**
 * The instants of a trial, in the order in which they happen (but `started`: an engine's start call may return when the
 * guest is already booting). Times are nanoseconds since `launch`.
 * `compiled` and `instantiated` exist for WebAssembly only; `created` and `started` where something is created first.
 */
export const MILESTONES = [
  'launch',
  'created',
  'started',
  'processStart',
  'runtimeReady',
  'compiled',
  'instantiated',
  'workloadLoaded',
  'ready',
  'firstResponse',
  'stopped',
] as const;

export type Milestone = (typeof MILESTONES)[number];

/** What the harness stamps when an adapter calls `mark`; the rest is reported by the guest or stamped by the trial. */
export type AdapterMilestone = 'launch' | 'created' | 'started' | 'ready';

/** What a guest reports about itself with its ready message. */
export const GUEST_MILESTONES = [
  'processStart',
  'runtimeReady',
  'compiled',
  'instantiated',
  'workloadLoaded',
] as const;
export type GuestMilestone = (typeof GUEST_MILESTONES)[number];
