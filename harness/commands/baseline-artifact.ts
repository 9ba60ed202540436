import { resolveWorkload, type Workload } from '../../workloads/index.ts';
import { findKeptHandler, keptHandlerPath } from '../../workloads/kept-handler.ts';
import { baselineName } from '../model/baseline-name.ts';
import { readResultSet } from '../model/codec.ts';
import { UsageError } from '../model/errors.ts';
import type { WorkloadRecord } from '../model/schema.ts';

const RESULT_SET = /\.ndjson$/i;

/**
 * The workload that `--baseline-artifact` names, to be measured in the same blocks as `workload` and with its event: the
 * handler that was measured for a result set, as it was bundled then, or a module.
 * @throws UsageError `NO_BASELINE_WORKLOAD`, `NO_BASELINE_ARTIFACT`; errors of the reader and of `resolveWorkload`.
 */
export async function baselineWorkload(
  path: string,
  workload: Workload,
  cacheDir: string,
): Promise<Workload> {
  const modulePath = RESULT_SET.test(path) ? await keptModule(path, workload, cacheDir) : path;
  const module = await resolveWorkload(modulePath);
  const { input, inputBytes, inputSha256 } = workload;
  return {
    name: baselineName(workload.name),
    modulePath: module.modulePath,
    input,
    inputBytes,
    inputSha256,
    // Old code may rightly give another answer; the comparison says so.
    expectedSha256: null,
  };
}

async function keptModule(path: string, workload: Workload, cacheDir: string): Promise<string> {
  const records = await workloadsOf(path);
  const record = records.find((one) => one.workload === workload.name);
  if (!record) {
    const names = records.map((one) => one.workload).join(', ') || 'no workload';
    throw new UsageError('NO_BASELINE_WORKLOAD', `${path} holds ${names}, and not ${workload.name}.`, {
      remedy: `Name a result set of ${workload.name}, or the old module itself: --baseline-artifact ./old.ts.`,
    });
  }
  const digest = record.handlerSha256 ?? null;
  const kept = digest === null ? null : await findKeptHandler(cacheDir, digest);
  if (kept !== null) return kept;
  throw new UsageError(
    'NO_BASELINE_ARTIFACT',
    digest === null
      ? `${path} does not tell which code it measured: an older coldbench wrote it.`
      : `The handler that ${path} measured is not in the cache: ${keptHandlerPath(cacheDir, digest)}.`,
    {
      remedy:
        'Check its commit out beside this one, and name the old module: --baseline-artifact ../old/handler.ts.',
    },
  );
}

/** They come before the first trial; nothing after that is read. */
async function workloadsOf(path: string): Promise<WorkloadRecord[]> {
  const found: WorkloadRecord[] = [];
  for await (const { record } of readResultSet(path)) {
    if (record.kind === 'workload') found.push(record);
    if (record.kind === 'trial') break;
  }
  return found;
}
