import { afterEach, describe, expect, it } from 'vitest';
import { canLimit } from '../../testing/limits.ts';
import { type StudyRun, studyRun } from '../testing/study-run.ts';
import { DEFAULT_LIMITS, type LimitsPlan, type Size } from './plan.ts';
import { study } from './study.ts';

const MIB = 2 ** 20;

let run: StudyRun;
afterEach(async () => {
  expect(run.alive(), 'guests still there').toEqual([]);
  await run.remove();
});

const start = async (handler: string, sizes: Size[], plan: Partial<LimitsPlan> = {}): Promise<StudyRun> => {
  run = await studyRun(handler, {
    limits: { ...DEFAULT_LIMITS, rounds: 1, warmCalls: 2, ...plan, sizes },
  });
  return run;
};

const QUARTER: Size = { size: 'quarter', cpus: 0.25, memoryBytes: 256 * MIB };
const TINY: Size = { size: 'tiny', cpus: null, memoryBytes: 8 * MIB };

describe.runIf(canLimit())('the study of limits', () => {
  it('starts every guest without limits, under each size, and finds the smallest memory', async () => {
    const { context, records } = await start('echo', [QUARTER, TINY]);
    await study.run(context);
    expect(records).toHaveLength(4);
    const under = (size: string) => records.find((record) => 'size' in record && record.size === size);
    expect(under('unlimited')).toMatchObject({ kind: 'limits', status: 'completed', limitsSeen: false });
    expect(under('quarter')).toMatchObject({
      kind: 'limits',
      status: 'completed',
      cpus: 0.25,
      tooSmall: null,
      limitsSeen: true,
      warmNs: [expect.any(Number), expect.any(Number)],
    });
    expect(under('tiny')).toMatchObject({
      kind: 'limits',
      status: 'completed',
      firstResponseNs: null,
      tooSmall: 'the kernel ended it for want of memory',
    });
    const floor = records.at(-1);
    if (floor?.kind !== 'memoryFloor' || floor.status !== 'completed') throw new Error('no floor');
    expect(floor.floorBytes).toBeGreaterThan(8 * MIB);
    expect(floor.floorBytes).toBeLessThan(64 * MIB);
    expect(floor.tooSmallBytes).toBeLessThan(floor.floorBytes ?? 0);
  });

  it('takes a guest that needs too long for one that does not start', async () => {
    const crumb: Size = { size: 'crumb', cpus: 0.01, memoryBytes: null };
    const { context, records } = await start('echo', [crumb], { withinNs: 1.5e9 });
    await study.run(context);
    expect(records.find((record) => 'size' in record && record.size === 'crumb')).toMatchObject({
      status: 'completed',
      firstResponseNs: null,
      tooSmall: expect.stringMatching(/^No end of (launch|warm) within 1\.5 s\./),
    });
  });

  it('says nothing about the limits of what does not start without them', async () => {
    const { context, records } = await start('exits-at-load', [QUARTER]);
    await study.run(context);
    expect(records.map(({ kind, ...rest }) => `${kind} ${'status' in rest && rest.status}`)).toEqual([
      'limits failed',
      'limits skipped',
      'memoryFloor skipped',
    ]);
    expect(records[1]).toMatchObject({
      reason: expect.stringMatching(/^without limits: .*exited with code/),
    });
  });

  it('skips what nobody can hold to limits', async () => {
    const { context, records } = await start('echo', [QUARTER]);
    const subjects = context.subjects.map(({ packaged, ...subject }) => {
      const { limitedBy, ...free } = packaged;
      expect(limitedBy).toBe('harness');
      return { ...subject, packaged: free };
    });
    await study.run({ ...context, subjects });
    expect(records.map((record) => 'status' in record && record.status)).toEqual([
      'skipped',
      'skipped',
      'skipped',
    ]);
    expect(records[0]).toMatchObject({ reason: 'this packaging has no way of being held to limits' });
  });

  it('ends with the run, and leaves nothing', async () => {
    const { context, pids, abort } = await start('spins-at-load', [QUARTER]);
    const running = study.run(context);
    let over = false;
    const done = running
      .catch((error: unknown) => error)
      .finally(() => {
        over = true;
      });
    while (pids.length < 1 && !over) await new Promise(setImmediate);
    abort.abort(new Error('interrupted'));
    expect(await done).toEqual(new Error('interrupted'));
  });
});
