import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runner as processRunner } from '../../../runners/process/index.ts';
import type { Runner } from '../../../runners/runner.ts';
import { GUEST_ENVIRONMENT } from '../../experiment/guest-environment.ts';
import { ORDINARY_LAUNCH } from '../../experiment/launch-defaults.ts';
import { DEFAULT_PLAN } from '../../experiment/plan.ts';
import type { PackagedSubject } from '../../experiment/prepare.ts';
import { now } from '../../experiment/stamps.ts';
import { encodeRecord } from '../../model/codec-record.ts';
import type { Plan } from '../../model/schema.ts';
import type { SavedRecord } from '../../model/store.ts';
import { projectRoot } from '../../project-root.ts';
import { isAlive, packageContext, testWorkload } from '../../testing/launching.ts';
import type { StudyContext } from '../study.ts';

/** A study of one handler, packaged by one runner, with what it saved and the processes that it started. */
export interface StudyRun {
  readonly context: StudyContext;
  readonly records: SavedRecord[];
  /** Of the guests, as they were journaled. */
  readonly pids: number[];
  readonly abort: AbortController;
  alive(): number[];
  remove(): Promise<void>;
}

const ANSWER = { event: 1, answer: 'ä→😀' };

export async function studyRun(
  handler: string,
  plan: Partial<Plan>,
  runner: Runner = processRunner,
): Promise<StudyRun> {
  const folder = await mkdtemp(join(tmpdir(), 'coldbench-study-'));
  const source = testWorkload(handler, join(projectRoot(), 'harness/testing/handlers', `${handler}.ts`));
  const packaged = await runner.package(source, packageContext(join(folder, 'cache')));
  const records: SavedRecord[] = [];
  const pids: number[] = [];
  const abort = new AbortController();
  const scratchDir = await mkdtemp(join(folder, 'scratch-'));
  const place = { workload: handler, runner: runner.name, variant: 'node' };
  const subject = { ...place, subject: `${handler}/${runner.name}/node`, packaged } as PackagedSubject;
  const outputSha256 = createHash('sha256').update(JSON.stringify(ANSWER)).digest('hex');
  return {
    context: {
      subjects: [subject],
      calls: new Map([[handler, { input: Buffer.from('1'), outputSha256 }]]),
      session: {
        plan: { ...DEFAULT_PLAN, ...plan },
        originNs: now(),
        signal: abort.signal,
        launchContext: {
          runId: `test-${process.pid}`,
          scratchDir,
          environment: GUEST_ENVIRONMENT,
          ...ORDINARY_LAUNCH,
          timeoutMs: 10_000,
          journal: (pid) => pids.push(pid),
        },
      },
      seed: 7,
      save: async (record) => {
        encodeRecord(record); // throws when it does not fit the schema
        records.push(record);
      },
      progress: () => undefined,
    },
    records,
    pids,
    abort,
    alive: () => pids.filter(isAlive),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
