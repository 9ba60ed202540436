import type { WorkloadName } from '../built-in.ts';
import { loadAnswer } from '../record.ts';
import { resolveWorkload } from '../resolve.ts';

/** Calls a built-in workload, bundled as it is measured, with an event of the test's own. */
export async function builtInAnswer<Event, Result>(
  name: WorkloadName,
): Promise<(event: Event) => Promise<Result>> {
  const answer = await loadAnswer(await resolveWorkload(name));
  return async (event) => JSON.parse(await answer(JSON.stringify(event))) as Result;
}
