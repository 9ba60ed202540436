/** From the coldest start down to a call of a guest that has answered before. */
export const RUNGS = ['disk-cold', 'cold', 'precreated', 'paused', 'warm-host', 'warm'] as const;
export type Rung = (typeof RUNGS)[number];

/** What each rung means, for those that do not know it. */
export const RUNG_WORDS: Readonly<Record<Rung, string>> = {
  'disk-cold': 'its files evicted from the page cache first',
  cold: 'a new one, its files in the page cache',
  precreated: 'created before, and only started',
  paused: 'ready before, paused, and only resumed',
  'warm-host': 'a new instance in a host that has its code compiled',
  warm: 'a call of one that has answered before',
};
