/** Lengths of the busy neighbour's bursts and pauses, drawn evenly: busy a third of the time. */
export const BURST_MS = [50, 500] as const;
export const PAUSE_MS = [50, 1050] as const;

export const REGIMES = {
  quiet: 'nothing else runs',
  busy: `a process spins on one core in bursts of ${BURST_MS.join(' to ')} ms, pauses ${PAUSE_MS.join(' to ')} ms`,
} as const;
export type Regime = keyof typeof REGIMES;
