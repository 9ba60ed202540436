import { messageOf } from '../model/errors.ts';
import { forgetRuns, removeDeadRuns } from './journal.ts';

/**
 * Removes what runs left whose harness was killed: their guests, folders and containers; nothing else.
 * Resolves with a sentence about it, or null when there was nothing. Containers whose engine does not answer now stay
 * written down for the next run.
 */
export async function removeLeftovers(): Promise<string | null> {
  const { runIds, withContainers, processes } = removeDeadRuns();
  if (runIds.length === 0) return null;
  const { count, kept, problem } = await removeContainers(withContainers);
  forgetRuns(runIds.filter((runId) => !kept.includes(runId)));
  const removed = `Removed what ${runIds.length} killed run(s) had left: ${processes} process(es), ${count} container(s).`;
  return problem === null
    ? removed
    : `${removed} Containers of ${kept.length} run(s) may be left: ${problem}`;
}

async function removeContainers(runIds: readonly string[]) {
  const kept: string[] = [];
  let [count, problem]: [number, string | null] = [0, null];
  for (const runId of runIds) {
    try {
      const { removeContainersOfRun } = await import('../../runners/container/index.ts');
      count += await removeContainersOfRun(runId);
    } catch (error) {
      kept.push(runId);
      problem = messageOf(error);
    }
  }
  return { count, kept, problem };
}
