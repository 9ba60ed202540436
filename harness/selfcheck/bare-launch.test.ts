import { describe, expect, it } from 'vitest';
import { openJournal } from '../experiment/journal.ts';
import { measureBareLaunches } from './bare-launch.ts';

describe('measureBareLaunches()', () => {
  it('times so many real launches', async () => {
    const journal = openJournal();
    try {
      const { signal } = new AbortController();
      const samples = await measureBareLaunches({ count: 5, journal, signal });
      expect(samples).toHaveLength(5);
      expect(Math.min(...samples)).toBeGreaterThan(50_000);
    } finally {
      journal.close();
    }
  });

  it('ends with the reason of an interruption', async () => {
    const journal = openJournal();
    try {
      const abort = new AbortController();
      abort.abort(new Error('interrupted'));
      const launches = measureBareLaunches({ count: 5, journal, signal: abort.signal });
      await expect(launches).rejects.toThrow('interrupted');
    } finally {
      journal.close();
    }
  });
});
