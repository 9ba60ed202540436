import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { GuestReport, LaunchContext, PackageContext } from '../../runners/runner.ts';
import type { Workload } from '../../workloads/workload.ts';
import { GUEST_ENVIRONMENT } from '../experiment/guest-environment.ts';
import { ORDINARY_LAUNCH } from '../experiment/launch-defaults.ts';
import { identify } from '../experiment/process-identity.ts';
import type { AdapterMilestone } from '../model/milestones.ts';

/** What a test sees of a launch: the marks in order, the guest's report, the journaled pids. */
export interface ObservedLaunch {
  readonly context: LaunchContext;
  readonly marks: { milestone: AdapterMilestone; atNs: bigint }[];
  readonly reports: GuestReport[];
  readonly pids: number[];
  readonly abort: AbortController;
}

export async function observeLaunch(overrides: Partial<LaunchContext> = {}): Promise<ObservedLaunch> {
  const abort = new AbortController();
  const marks: ObservedLaunch['marks'] = [];
  const reports: GuestReport[] = [];
  const pids: number[] = [];
  const context: LaunchContext = {
    trialId: `test-${randomUUID().slice(0, 8)}`,
    runId: `test-${process.pid}`,
    scratchDir: await mkdtemp(join(tmpdir(), 'coldbench-test-')),
    environment: GUEST_ENVIRONMENT,
    ...ORDINARY_LAUNCH,
    timeoutMs: 10_000,
    signal: abort.signal,
    mark: (milestone) => marks.push({ milestone, atNs: process.hrtime.bigint() }),
    report: (report) => reports.push(report),
    journal: (pid) => pids.push(pid),
    ...overrides,
  };
  const launch = { context, marks, reports, pids, abort };
  unfinished.add(launch);
  return launch;
}

/** Removes the scratch folder and returns what an adapter had left in it. */
export async function finishLaunch(launch: ObservedLaunch): Promise<string[]> {
  const { scratchDir } = launch.context;
  const left = await readdir(scratchDir);
  await rm(scratchDir, { recursive: true, force: true });
  unfinished.delete(launch);
  return left;
}

const unfinished = new Set<ObservedLaunch>();

/** A test that fails never comes to the end of its launch; what it started must not outlive its file. */
afterAll(async () => {
  for (const { context, pids } of unfinished) {
    for (const pid of pids.filter(isAlive)) end(pid);
    await rm(context.scratchDir, { recursive: true, force: true });
  }
});

/** With its group, where it leads one. */
function end(pid: number): void {
  for (const target of [-pid, pid])
    try {
      process.kill(target, 'SIGKILL');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
}

/** A workload of a test's own, from a module on disk. */
export function testWorkload(name: string, modulePath: string, event: unknown = null): Workload {
  const input = Buffer.from(JSON.stringify(event));
  const inputSha256 = createHash('sha256').update(input).digest('hex');
  return { name, modulePath, input, inputBytes: input.length, inputSha256, expectedSha256: null };
}

export const packageContext = (cacheDir: string, signal = new AbortController().signal): PackageContext => ({
  cacheDir,
  useCache: true,
  signal,
});

/** A zombie that nobody has reaped yet does not count. */
export const isAlive = (pid: number): boolean => identify(pid) !== null;
