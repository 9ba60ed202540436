import { forgetRuns, removeDeadRuns } from './journal.ts';

/**
 * Removes what runs left whose harness was killed: their guests, folders and containers; nothing else.
 * Resolves with a sentence about it, or null when there was nothing.
 */
export async function removeLeftovers(): Promise<string | null> {
  const { runIds, processes } = removeDeadRuns();
  if (runIds.length === 0) return null;
  const containers = await removeContainers(runIds);
  forgetRuns(runIds);
  return `Removed what ${runIds.length} killed run(s) had left: ${processes} process(es), ${containers} container(s).`;
}

async function removeContainers(runIds: readonly string[]): Promise<number> {
  const { removeContainersOfRun } = await import('../../runners/container/index.ts');
  const removed = await Promise.all(runIds.map((runId) => removeContainersOfRun(runId)));
  return removed.reduce((sum, count) => sum + count, 0);
}
