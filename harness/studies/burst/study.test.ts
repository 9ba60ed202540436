import { afterEach, describe, expect, it } from 'vitest';
import { type StudyRun, studyRun } from '../testing/study-run.ts';
import { startAtOnce } from './at-once.ts';
import { type BurstPlan, DEFAULT_BURST } from './plan.ts';
import { study } from './study.ts';

let run: StudyRun;
afterEach(async () => {
  expect(run.alive(), 'guests still there').toEqual([]);
  await run.remove();
});

const start = async (handler: string, plan: Partial<BurstPlan>): Promise<StudyRun> => {
  const { counts = [1], ...rest } = plan;
  const burst = { ...DEFAULT_BURST, rounds: 1, requests: 4, requestsPerSecond: 200, ...rest };
  run = await studyRun(handler, { burst: { ...burst, counts: [...counts] } });
  return run;
};

describe('a burst', () => {
  it('begins all starts after everything was prepared, and times each from that instant', async () => {
    const { context, records, pids } = await start('echo', { counts: [1, 3] });
    await study.run(context);
    expect(records.map(({ kind }) => kind)).toEqual(['burst', 'burst', 'fromZero']);
    const [, three] = records;
    if (three?.kind !== 'burst' || three.status !== 'completed') throw new Error(JSON.stringify(three));
    expect(three.count).toBe(3);
    for (const [index, at] of three.firstResponseNs.entries()) {
      const order = [0, three.launchNs[index], three.readyNs[index], at].map(Number);
      expect(order).toEqual(order.toSorted((a, b) => a - b));
    }
    // No instance was answered before the last one was let go.
    expect(Math.max(...three.launchNs.map(Number))).toBeLessThan(
      Math.min(...three.firstResponseNs.map(Number)),
    );
    expect(pids).toHaveLength(1 + 3 + 1);
  });

  it('goes on without an instance that fails, and tells which and why', async () => {
    const { context, records } = await start('first-exits-at-load', { counts: [3] });
    await study.run(context);
    expect(records[0]).toMatchObject({
      status: 'failed',
      code: 'GUEST_EXITED',
      reason: expect.stringMatching(/exited with code 7/),
    });
    const { firstResponseNs = [] } = records[0] as { firstResponseNs?: (number | null)[] };
    expect(firstResponseNs.filter((at) => at === null)).toHaveLength(1);
    expect(records[1]).toMatchObject({ kind: 'fromZero', status: 'completed' });
  });

  it('gives a subject up of which none has answered', async () => {
    const { context, records } = await start('exits-at-load', { counts: [2, 4], rounds: 2 });
    await study.run(context);
    expect(records.map(({ kind, ...rest }) => `${kind} ${'status' in rest && rest.status}`)).toEqual([
      'burst failed',
      'burst skipped',
      'fromZero failed',
      'burst skipped',
      'burst skipped',
      'fromZero failed',
    ]);
    expect(records[1]).toMatchObject({ reason: 'given up: none of 2 answered' });
  });

  it.runIf(process.platform === 'linux')(
    'is not begun when the machine would keep too little memory',
    async () => {
      const { context, records, pids } = await start('echo', { counts: [2], keepMemoryShare: 0.999 });
      await study.run(context);
      expect(records[0]).toMatchObject({
        status: 'skipped',
        reason: expect.stringMatching(/^2 further guests of about 256 MB would leave less than/),
      });
      expect(pids).toHaveLength(1); // of the scale from zero
    },
  );

  it.runIf(process.platform === 'linux')(
    'is ended as a whole when memory runs short all the same',
    async () => {
      const { context } = await start('spins-at-load', {});
      const [subject] = context.subjects;
      if (!subject) throw new Error('no subject');
      const { error, firstResponseNs } = await startAtOnce(context, subject, 2, {
        id: 'x',
        keptBytes: 2 ** 60,
      });
      expect(error).toMatchObject({
        code: 'MACHINE_FULL',
        message: expect.stringMatching(/are kept for the machine/),
      });
      expect(firstResponseNs).toEqual([null, null]);
    },
  );

  it('ends with the run, and leaves nothing', async () => {
    const { context, records, pids, abort } = await start('spins-at-load', { counts: [3] });
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
