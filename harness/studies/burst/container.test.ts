import { afterAll, expect, it } from 'vitest';
import { containerRunner } from '../../../runners/container/index.ts';
import {
  containersOf,
  describeWithEngine,
  removeImages,
  withImagePrefix,
} from '../../../runners/container/testing/engine-needed.ts';
import { DEFAULT_DENSITY } from '../density/plan.ts';
import { study as density } from '../density/study.ts';
import { studyRun } from '../testing/study-run.ts';
import { DEFAULT_BURST } from './plan.ts';
import { study as burst } from './study.ts';

const PREFIX = 'test-scale';
const runner = withImagePrefix(containerRunner(), PREFIX);
const runId = `test-${process.pid}`;

describeWithEngine('containers at once and side by side', () => {
  afterAll(() => removeImages(PREFIX));

  it('all answer, are measured, and are removed', async () => {
    const run = await studyRun(
      'echo',
      {
        burst: { ...DEFAULT_BURST, counts: [4], rounds: 1, requests: 2 },
        density: { ...DEFAULT_DENSITY, counts: [1, 2, 3], rounds: 1 },
      },
      runner,
    );
    try {
      await burst.run(run.context);
      await density.run(run.context);
      expect(run.records).toMatchObject([
        { kind: 'burst', count: 4, status: 'completed' },
        { kind: 'fromZero', status: 'completed' },
        { kind: 'density', status: 'completed', counts: [1, 2, 3] },
      ]);
      expect(await containersOf(runId)).toEqual([]);
      expect(run.alive()).toEqual([]);
    } finally {
      await run.remove();
    }
  });

  it('are removed when the run is interrupted while they start', async () => {
    const run = await studyRun(
      'spins-at-load',
      { burst: { ...DEFAULT_BURST, counts: [4], rounds: 1 } },
      runner,
    );
    try {
      const running = burst.run(run.context);
      let over = false;
      running
        .catch(() => undefined)
        .finally(() => {
          over = true;
        });
      while (run.pids.length < 2 && !over) await new Promise(setImmediate);
      run.abort.abort(new Error('interrupted'));
      await expect(running).rejects.toThrow('interrupted');
      expect(await containersOf(runId)).toEqual([]);
      expect(run.alive()).toEqual([]);
    } finally {
      await run.remove();
    }
  });
});
