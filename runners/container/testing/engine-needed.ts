import { describe } from 'vitest';
import type { Runner } from '../../runner.ts';
import { findEngine } from '../connect.ts';
import { type Engine, engineAt } from '../engine.ts';

const connection = await findEngine();
const required = process.env.COLDBENCH_REQUIRE_RUNNERS === '1';

/** The engine that tests look into; only for use inside `describeWithEngine`. */
export const engine: Engine = connection.available ? connection.engine : engineAt('unix:///nowhere');

/**
 * Tests that need a container engine. Without one they are reported as skipped, with the reason in their title;
 * where COLDBENCH_REQUIRE_RUNNERS=1, as in CI, they run all the same and fail.
 */
export function describeWithEngine(title: string, tests: () => void): void {
  const skip = !connection.available && !required;
  describe.skipIf(skip)(skip ? `${title} (skipped: ${connection.reason})` : title, tests);
}

/** The ids of a run's containers, whatever their state. */
export async function containersOf(runId: string, { docker }: Engine = engine): Promise<string[]> {
  const filters = { label: [`coldbench.run=${runId}`] };
  const found = await docker.listContainers({ all: true, filters });
  return found.map(({ Id }) => Id);
}

/** The same runner with images under names of a test's own, so that removing them disturbs no other test. */
export function withImagePrefix(runner: Runner, prefix: string): Runner {
  return {
    ...runner,
    package: (workload, context) =>
      runner.package({ ...workload, name: `${prefix}-${workload.name}` }, context),
  };
}

/** By their names: equal images of other tests, and the containers that use them, may have the same id. */
export async function removeImages(prefix: string, { docker }: Engine = engine): Promise<void> {
  const images = await docker.listImages({ filters: { reference: [`coldbench/${prefix}-*`] } });
  const names = images
    .flatMap(({ RepoTags }) => RepoTags ?? [])
    .filter((name) => name.includes(`/${prefix}-`));
  for (const name of names) await docker.getImage(name).remove();
}
