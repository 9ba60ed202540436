import { connectEngine } from './connect.ts';
import { ask } from './engine.ts';
import { removeContainer } from './guest-container.ts';

/**
 * Removes the containers of one run, found by their label, and touches nothing else: what a next run does for one
 * that was killed. Resolves with their number.
 * @throws ColdbenchError `ENGINE_UNAVAILABLE`, `ENGINE_LOST`.
 */
export async function removeContainersOfRun(runId: string): Promise<number> {
  const engine = await connectEngine();
  const filters = { label: [`coldbench.run=${runId}`] };
  const found = await ask(engine, 'list containers', engine.docker.listContainers({ all: true, filters }));
  await Promise.all(found.map(({ Id }) => removeContainer(engine, engine.docker.getContainer(Id))));
  return found.length;
}
