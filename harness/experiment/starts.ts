import type { Launch, NoSuchStart, PackagedWorkload } from '../../runners/runner.ts';
import { conditionOf, type StartCondition } from '../model/conditions.ts';
import type { Eviction } from '../model/schema.ts';
import { diskColdStart } from './disk-cold/start.ts';
import type { PackagedSubject } from './prepare.ts';

/** How the trials of a subject begin. */
export interface Start {
  readonly launch: Launch;
  /** The Node binary of the guests, where it is not the harness's own. */
  readonly nodePath?: string;
  /** Called right before each launch: makes the disk cold, and resolves with the proof. */
  readonly evict?: () => Promise<Eviction>;
  /** Called after each trial, whatever became of it: puts the machine back as other trials expect it. */
  readonly restore?: () => Promise<void>;
}

export interface StartContext {
  readonly cacheDir: string;
  readonly signal: AbortSignal;
}

export interface PreparedSubjects {
  readonly subjects: readonly (PackagedSubject & { readonly start: Start })[];
  /** Subjects that cannot be started in their way, and why. */
  readonly unstartable: readonly (PackagedSubject & { readonly reason: string })[];
}

/** Finds out for every subject how its trials begin; one after the other, since trying an eviction reads and drops files. */
export async function prepareStarts(
  packaged: readonly PackagedSubject[],
  context: StartContext,
): Promise<PreparedSubjects> {
  const subjects: PreparedSubjects['subjects'][number][] = [];
  const unstartable: PreparedSubjects['unstartable'][number][] = [];
  for (const subject of packaged) {
    const start = await startOf(subject.packaged, conditionOf(subject), context);
    if ('launch' in start) subjects.push({ ...subject, start });
    else unstartable.push({ ...subject, reason: start.unavailable });
  }
  return { subjects, unstartable };
}

/** How a packaging is started under a condition, or why it cannot be. */
async function startOf(
  packaged: PackagedWorkload,
  condition: StartCondition,
  context: StartContext,
): Promise<Start | NoSuchStart> {
  if (condition === 'cold') return { launch: (launch) => packaged.launch(launch) };
  if (condition === 'disk-cold') return diskColdStart(packaged, context);
  const warmer = packaged.warmerStarts?.[condition] ?? {
    unavailable: `this packaging has no ${condition} start`,
  };
  return typeof warmer === 'function' ? { launch: warmer } : warmer;
}
