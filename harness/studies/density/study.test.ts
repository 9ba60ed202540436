import { afterEach, describe, expect, it } from 'vitest';
import { type StudyRun, studyRun } from '../testing/study-run.ts';
import { DEFAULT_DENSITY, type DensityPlan } from './plan.ts';
import { study } from './study.ts';

let run: StudyRun;
afterEach(async () => {
  expect(run.alive(), 'guests still there').toEqual([]);
  await run.remove();
});

const start = async (handler: string, plan: Partial<DensityPlan> = {}): Promise<StudyRun> => {
  const { counts = [1, 2, 3], ...rest } = plan;
  run = await studyRun(handler, { density: { ...DEFAULT_DENSITY, rounds: 1, ...rest, counts: [...counts] } });
  return run;
};

describe('a climb', () => {
  it('asks all of them at the end, and one that no longer answers rightly makes it a failed one', async () => {
    const { context, records, pids } = await start('right-once');
    await study.run(context);
    expect(records[0]).toMatchObject({ status: 'failed', code: 'WRONG_ANSWER', counts: [1, 2, 3] });
    expect(pids).toHaveLength(3);
  });

  it.runIf(process.platform === 'linux')('tells the sums at each count and every start', async () => {
    const { context, records, pids } = await start('echo');
    await study.run(context);
    const [record] = records;
    if (record?.kind !== 'density' || record.status !== 'completed') throw new Error(JSON.stringify(record));
    expect(record).toMatchObject({ counts: [1, 2, 3], endedBy: 'counts', endReason: null });
    expect(record.startNs).toHaveLength(3);
    expect(pids).toHaveLength(3);
    // Three instances have more of their own than one, and less than their resident sets.
    const [rss = [], uss = []] = [record.rssBytes ?? [], record.ussBytes ?? []];
    expect(Number(uss[2])).toBeGreaterThan(Number(uss[0]));
    expect(Number(uss[2])).toBeLessThan(Number(rss[2]));
    expect(record.availableBytes).toHaveLength(3);
  });

  it.runIf(process.platform === 'linux')(
    'ends in order where the machine would keep too little',
    async () => {
      const { context, records, pids } = await start('echo', { keepMemoryShare: 0.999 });
      await study.run(context);
      expect(records).toMatchObject([
        { status: 'skipped', reason: expect.stringMatching(/would leave less than/) },
      ]);
      expect(pids).toEqual([]);
    },
  );

  it('ends in order when its time is over, with what it has', async () => {
    const { context, records } = await start('echo', { counts: [1, 64], climbNs: 1 });
    // The first look at the clock comes before the first start.
    await study.run(context);
    expect(records).toMatchObject([{ status: 'skipped', reason: expect.stringMatching(/s had passed$/) }]);
  });

  it('is a failed one when an instance does not start, whatever was measured before', async () => {
    const { context, records } = await start('exits-at-load');
    await study.run(context);
    expect(records).toMatchObject([
      { status: 'failed', code: 'GUEST_EXITED', counts: [], startNs: [], rssBytes: [] },
    ]);
  });

  it('ends with the run, and leaves nothing', async () => {
    const { context, records, pids, abort } = await start('echo', { counts: [1, 20] });
    const running = study.run(context);
    let over = false;
    running
      .catch(() => undefined)
      .finally(() => {
        over = true;
      });
    while (pids.length < 3 && !over) await new Promise(setImmediate);
    abort.abort(new Error('interrupted'));
    await expect(running).rejects.toThrow('interrupted');
    expect(records).toEqual([]);
  });
});
