import { afterEach, describe, expect, it } from 'vitest';
import { type StudyRun, studyRun } from '../testing/study-run.ts';
import { DEFAULT_LOAD, type LoadPlan } from './plan.ts';
import { study } from './study.ts';

let run: StudyRun;
afterEach(async () => {
  expect(run.alive(), 'guests still there').toEqual([]);
  await run.remove();
});

const start = async (handler: string, plan: Partial<LoadPlan>): Promise<StudyRun> => {
  const load = {
    ...DEFAULT_LOAD,
    rounds: 1,
    durationNs: 0.5e9,
    warmupNs: 0.1e9,
    requestsPerSecond: 40,
    ...plan,
  };
  run = await studyRun(handler, { load });
  return run;
};

describe('the study of load', () => {
  it('measures each round with a new guest, and keeps every latency', async () => {
    const { context, records, pids } = await start('echo', { rounds: 2 });
    await study.run(context);
    expect(records).toHaveLength(2);
    for (const [round, record] of records.entries()) {
      expect(record).toMatchObject({
        kind: 'load',
        status: 'completed',
        round,
        sent: 20,
        answered: 20,
        failures: {},
      });
    }
    expect(pids).toHaveLength(4); // a guest and a generator each
  });

  it('searches the highest rate that holds a bound, with one guest', async () => {
    const { context, records } = await start('echo', { rounds: 1, slo: { quantile: 0.5, limitNs: 1 } });
    await study.run(context);
    expect(records.at(-1)).toMatchObject({ search: true, round: 0, requestsPerSecond: 10 });
    expect(records.filter((record) => 'search' in record && record.search)).toHaveLength(1);
  });

  it('tells of a guest that does not start', async () => {
    const { context, records } = await start('exits-at-load', {});
    await study.run(context);
    expect(records).toMatchObject([{ status: 'failed', code: 'GUEST_EXITED' }]);
  });

  it('ends with the run, and leaves nothing', async () => {
    const { context, records, pids, abort } = await start('echo', { durationNs: 60e9 });
    const running = study.run(context);
    await expect.poll(() => pids.length).toBe(2);
    abort.abort(new Error('interrupted'));
    await expect(running).rejects.toThrow('interrupted');
    expect(records).toEqual([]);
  });
});
