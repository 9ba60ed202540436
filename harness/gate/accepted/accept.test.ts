import { expect, test } from 'vitest';
import { inventGate } from '../testing/invented-gate.ts';
import { acceptRow } from './accept.ts';

const WHO = { reason: 'why', by: 'Ada', expires: '2027-01-31' };
const QUIET = { noise: 0.001 };

test('the limit is the far end of the interval, rounded away from no change', async () => {
  const change = { coldMs: 60, loadMs: 20 };
  const { result } = await inventGate({
    old: QUIET,
    new: { ...QUIET, subjects: [change] },
    again: { hash: { new: change } },
  });
  const row = result.rows.find(({ fate }) => fate === 'confirmed');
  if (row?.confirmation?.by !== 'rerun') throw new Error('no row was confirmed');
  const high = row.confirmation.row.statistics.ratioInterval?.high ?? 0;
  const { upToRatio } = acceptRow(row, WHO) ?? { upToRatio: 0 };
  expect(upToRatio).toBeGreaterThanOrEqual(high);
  expect(upToRatio - high).toBeLessThan(0.001);
});

test('a size is accepted as far as it grew', async () => {
  const { result } = await inventGate({ old: QUIET, new: { ...QUIET, subjects: [{ sizeBytes: 50_000 }] } });
  const row = result.rows.find(({ fate }) => fate === 'confirmed');
  expect(row && acceptRow(row, WHO)).toMatchObject({ metric: 'artifactSize', upToRatio: 1.25, ...WHO });
});

test('only what is confirmed can be accepted', async () => {
  const { result } = await inventGate({ old: QUIET, new: QUIET });
  expect(result.rows.map((row) => acceptRow(row, WHO))).toEqual(result.rows.map(() => null));
});
