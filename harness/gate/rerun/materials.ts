import { resolveWorkload } from '../../../workloads/index.ts';
import { findKeptHandler, keepHandler, keptHandlerPath } from '../../../workloads/kept-handler.ts';
import type { Workload } from '../../../workloads/workload.ts';
import type { ComparableSet } from '../../compare/load.ts';
import { baselineName } from '../../model/baseline-name.ts';
import type { WorkloadRecord } from '../../model/schema.ts';
import { findEvent } from './event.ts';

/** Old and new code of a workload, ready to be measured, or why they are not to be had. */
export type Materials =
  | { readonly found: true; readonly old: Workload; readonly new: Workload }
  | { readonly found: false; readonly reason: string; readonly remedy: string };

export interface MaterialSources {
  readonly candidate: ComparableSet;
  readonly oldRecord: (workload: string) => WorkloadRecord | null;
  /** The module of the old code, for when it is not in the cache. */
  readonly baselineModule: string | null;
  /** Workloads that were named on the command line. */
  readonly workloads: readonly Workload[];
  /** A file with the event. */
  readonly inputPath: string | null;
  readonly cacheDir: string;
}

/**
 * Both sides are the bundles that were kept when they were measured. Bundling a kept one again leaves traces in size and
 * loading, which is why the new code does not come from its module while the old one comes from the cache.
 * @throws UsageError for a module of the old code that is not one.
 */
export async function findMaterials(workload: string, sources: MaterialSources): Promise<Materials> {
  const record = sources.candidate.workloads.get(workload);
  if (!record) return missing(`${sources.candidate.path} does not describe ${workload}`, MEASURE_NOW);
  if (!NAME.test(workload)) return missing('its workload has no name that a run could give', MEASURE_NOW);
  const input = await findEvent(record, sources);
  if (input === null) return missing('the event that it was called with is not at hand', NAME_EVENT);
  const [old, fresh] = [await oldCode(workload, sources), await keptCode(record, sources.cacheDir)];
  if (old === null && fresh === null)
    return missing('neither side of the code is in the cache', MEASURE_BOTH);
  if (old === null) return missing('the old code is not in the cache any more', NAME_MODULE);
  if (fresh === null) return missing('the code of the candidate is not in the cache', MEASURE_NOW);
  const both = {
    input,
    inputBytes: input.length,
    inputSha256: record.inputSha256,
    // Old code may rightly give another answer.
    expectedSha256: null,
  };
  return {
    found: true,
    old: { name: baselineName(workload), modulePath: old, ...both },
    new: { name: workload, modulePath: fresh, ...both },
  };
}

/** Names end up in those of folders and images. */
const NAME = /^[a-z0-9][a-z0-9-]{0,79}$/;

const MEASURE_NOW = 'Let the gate measure the candidate itself: --workload instead of a file.';
const MEASURE_BOTH =
  'Let the gate measure both here: --workload ./handler.ts --baseline-artifact ../old/handler.ts.';
const NAME_EVENT = 'Name the event with --input event.json.';
const NAME_MODULE =
  'Check the old commit out beside this one, and name its module: --baseline-module ../old/handler.ts.';

const missing = (reason: string, remedy: string): Materials => ({ found: false, reason, remedy });

async function keptCode(record: WorkloadRecord | null, cacheDir: string): Promise<string | null> {
  const digest = record?.handlerSha256 ?? null;
  return digest === null ? null : findKeptHandler(cacheDir, digest);
}

async function oldCode(
  workload: string,
  { oldRecord, baselineModule, cacheDir }: MaterialSources,
): Promise<string | null> {
  if (baselineModule === null) return keptCode(oldRecord(workload), cacheDir);
  return keptHandlerPath(cacheDir, await keepHandler(await resolveWorkload(baselineModule), cacheDir));
}
