import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSlo } from '../../commands/load-options.ts';
import type { LoadRecord } from './figures.ts';
import { encodeLatencies } from './histogram.ts';
import { DEFAULT_LOAD } from './plan.ts';
import { searchRate } from './search.ts';
import { summarizeLoad } from './summary.ts';

const slo = { quantile: 0.99, limitNs: 20e6 };

/** A guest that holds the bound up to a rate, and at no higher one. */
async function recordsOf(capacity: number): Promise<LoadRecord[]> {
  const records: LoadRecord[] = [];
  await searchRate(slo, async (round, requestsPerSecond) => {
    const latencies = [requestsPerSecond <= capacity ? 1e6 : 500e6];
    const record: LoadRecord = {
      kind: 'load',
      status: 'completed',
      subject: 's',
      round,
      search: true,
      requestsPerSecond,
      sent: 1,
      answered: 1,
      failures: {},
      sendingNs: 1,
      histogram: encodeLatencies(latencies),
      maxNs: latencies[0] ?? 0,
      lagP99Ns: 0,
      lagMaxNs: 0,
    };
    records.push(record);
    return record;
  });
  return records;
}

describe('the search for the highest rate', () => {
  it('ends within a twentieth below what the guest can do, and says what did not hold', () =>
    fc.assert(
      fc.asyncProperty(fc.integer({ min: 20, max: 10_000 }), async (capacity) => {
        const { slo: found } = summarizeLoad('s', await recordsOf(capacity), { ...DEFAULT_LOAD, slo });
        expect(found?.highestPerSecond).toBeLessThanOrEqual(capacity);
        expect(found?.highestPerSecond).toBeGreaterThan(capacity * 0.9);
        expect(found?.brokenPerSecond).toBeGreaterThan(capacity);
      }),
      { numRuns: 20 },
    ));

  it('says that no rate held the bound where none did', async () => {
    const { slo: found } = summarizeLoad('s', await recordsOf(5), { ...DEFAULT_LOAD, slo });
    expect(found).toMatchObject({ highestPerSecond: null, brokenPerSecond: 10 });
  });
});

describe('a bound', () => {
  it.each([
    ['p99<20ms', { quantile: 0.99, limitNs: 20e6 }],
    ['p99.9 < 1s', { quantile: 0.999, limitNs: 1e9 }],
    ['max<100ms', { quantile: 1, limitNs: 100e6 }],
  ])('%s', (text, bound) => {
    expect(parseSlo(text)).toEqual(bound);
  });

  it.each(['p99', '99<20ms', 'p99<20', 'p999<1s', 'p99>20ms'])('is not %s', (text) => {
    expect(() => parseSlo(text)).toThrow(/p99<20ms|Write the unit/);
  });
});
