import { afterEach, describe, expect, it } from 'vitest';
import { runner as containerRunner } from '../../../runners/container/index.ts';
import {
  describeWithEngine,
  removeImages,
  withImagePrefix,
} from '../../../runners/container/testing/engine-needed.ts';
import type { SavedRecord } from '../../model/store.ts';
import { type StudyRun, studyRun } from '../testing/study-run.ts';
import type { CompletedMemory } from './figures.ts';
import { study } from './study.ts';
import { summarizeMemory } from './summary.ts';

let run: StudyRun;
afterEach(async () => {
  expect(run.alive(), 'guests still there').toEqual([]);
  await run.remove();
});

const completed = (records: readonly SavedRecord[]): CompletedMemory[] =>
  records.flatMap((record) => (record.kind === 'memory' && record.status === 'completed' ? [record] : []));

describe.runIf(process.platform === 'linux')('the study of memory', () => {
  it('reads a new guest each round, at three moments', async () => {
    run = await studyRun('echo', { warmCalls: 5 });
    await study.run(run.context);
    const records = completed(run.records);
    expect(records).toHaveLength(5);
    expect(run.pids).toHaveLength(5);
    for (const { ready, firstResponse, warm, support, shared } of records) {
      expect(ready.pssBytes).toBeGreaterThan(1e6);
      expect(firstResponse.cpuNs).toBeGreaterThan(ready.cpuNs ?? 0);
      expect(warm.peakRssBytes).toBeGreaterThanOrEqual(warm.rssBytes ?? 0);
      expect(support).toEqual([]);
      expect(shared).toEqual([]);
    }
    const summary = summarizeMemory('echo/process/node', records);
    expect(summary).toMatchObject({ rounds: 5, reason: null, support: [], shared: [] });
    expect(summary.callCpuNs?.value).toBeGreaterThan(0);
  });

  it('tells of a guest that does not live to be read', async () => {
    run = await studyRun('exits-at-load', {});
    await study.run(run.context);
    expect(run.records).toHaveLength(5);
    expect(run.records[0]).toMatchObject({ status: 'failed', code: 'GUEST_EXITED' });
  });

  it('ends with the run', async () => {
    run = await studyRun('echo', { warmCalls: 1_000_000 });
    const running = study.run(run.context);
    await expect.poll(() => run.pids.length).toBe(1);
    run.abort.abort(new Error('interrupted'));
    await expect(running).rejects.toThrow('interrupted');
  });
});

describeWithEngine('the study of memory, of a container', () => {
  it('puts what the container brings along, and what serves all, on lines of their own', async () => {
    run = await studyRun('echo', { warmCalls: 2 }, withImagePrefix(containerRunner, 'test-memory'));
    await study.run(run.context);
    const [first] = completed(run.records);
    await removeImages('test-memory');
    // Docker's helpers; another engine has others, and is told by their names.
    const names = first?.support.map(({ name }) => name) ?? [];
    expect(names.some((name) => /^(containerd-shim|conmon)/.test(name))).toBe(true);
    for (const helper of first?.support ?? []) expect(helper.pssBytes).toBeGreaterThan(0);
    for (const engine of first?.shared ?? []) expect(engine.cpuNs).toBeGreaterThan(0);
  });
});
