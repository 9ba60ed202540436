import { type ComparableSet, loadComparable } from '../../compare/load.ts';
import { ColdbenchError, messageOf } from '../../model/errors.ts';
import { safeText } from '../../report/sanitize.ts';
import type { GitRevision } from './git-revision.ts';
import { type HistoryManifest, readManifests } from './history-runs.ts';
import { isSameMachineClass } from './machine-class.ts';
import type { BaselineSource, FoundBaseline } from './source.ts';

/**
 * The newest run of a history that came before the candidate, was measured on the same class of machine, is complete
 * and has something in common with it; of a revision, or the last good one: whose label `gate` does not say otherwise.
 */
export const historyBaseline = (history: string, revision: GitRevision | null): BaselineSource => ({
  async find(candidate) {
    const { runs, unreadable } = await readManifests(history);
    const earlier = runs.filter((run) => isEarlier(run, candidate) && isAskedFor(run, revision));
    const comparable = earlier.filter(({ manifest }) => isSameMachineClass(manifest, candidate.manifest));
    const notes = [...unreadable];
    for (const run of bestFirst(comparable, candidate)) {
      const set = await loadComplete(run, notes);
      if (set) return { found: true, set, notes };
    }
    return nothing(history, revision, { runs, earlier, comparable });
  },
});

const isEarlier = ({ manifest }: HistoryManifest, candidate: ComparableSet): boolean =>
  manifest.id !== candidate.manifest.id &&
  Date.parse(manifest.startedAt) <= Date.parse(candidate.manifest.startedAt);

/** What a gate stopped, and what it measured to confirm it, is not good. */
const NOT_GOOD: readonly (string | undefined)[] = ['failed', 'confirmation'];

function isAskedFor(
  { manifest: { labels, gitCommit } }: HistoryManifest,
  revision: GitRevision | null,
): boolean {
  if (revision === null) return !NOT_GOOD.includes(labels.gate);
  const commit = labels.commit ?? gitCommit;
  return commit !== null && isCommit(commit, revision);
}

/** Of an abbreviated commit, git itself writes seven digits or more. */
const isCommit = (commit: string, { sha }: GitRevision): boolean =>
  /^[0-9a-f]{7,40}$/.test(commit) && sha.startsWith(commit);

/** Those that have every subject of the candidate, and then those that have some; each newest first. */
function bestFirst(runs: readonly HistoryManifest[], { subjects }: ComparableSet): HistoryManifest[] {
  const shared = ({ manifest }: HistoryManifest): number =>
    manifest.subjects.filter(({ subject }) => subjects.has(subject)).length;
  const all = runs.filter((run) => shared(run) === subjects.size);
  return [...all, ...runs.filter((run) => !all.includes(run) && shared(run) > 0)];
}

/** Null for a run that was cut off or interrupted, or that cannot be read; `notes` is told of the latter. */
async function loadComplete({ path }: HistoryManifest, notes: string[]): Promise<ComparableSet | null> {
  try {
    const set = await loadComparable(path);
    return set.end === null || set.end.stopReason === 'interrupted' ? null : set;
  } catch (error) {
    if (!(error instanceof ColdbenchError)) throw error;
    notes.push(`Left out of the history: ${messageOf(error)}`);
    return null;
  }
}

function nothing(
  history: string,
  revision: GitRevision | null,
  { runs, earlier, comparable }: Record<'runs' | 'earlier' | 'comparable', readonly HistoryManifest[]>,
): FoundBaseline {
  const where = safeText(history);
  const what = revision === null ? 'no good run' : `no run of ${safeText(revision.name)}`;
  const reason =
    runs.length === 0
      ? `There is no run in the history ${where}.`
      : earlier.length === 0
        ? `There is ${what} before the candidate in the history ${where}.`
        : comparable.length === 0
          ? `There is ${what} of this class of machine in the history ${where}; ${earlier.length} of other machines or versions.`
          : `There is ${what} in the history ${where} that is complete and has a subject of the candidate.`;
  return { found: false, why: { reason, remedy: REMEDY } };
}

const REMEDY =
  'Keep a run that may be relied on in the history, or measure the old code now: --baseline-artifact. A first run passes with --no-baseline=pass.';
