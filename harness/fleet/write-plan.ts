import { access, copyFile, mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { keepHandler, keptHandlerPath } from '../../workloads/kept-handler.ts';
import type { Workload } from '../../workloads/workload.ts';
import { harnessVersion } from '../experiment/versions.ts';
import { ColdbenchError, messageOf } from '../model/errors.ts';
import { handlerPath, inputPath, planPath } from './plan-files.ts';
import { PLAN_VERSION, type PlanFile, type PlannedWorkload } from './plan-schema.ts';
import { partsOf } from './split.ts';

/** What a plan is made of. */
export interface PlanRequest extends Pick<PlanFile, 'mode' | 'seed' | 'plan' | 'runners' | 'labels'> {
  readonly workloads: readonly Workload[];
  /** Names of the parts. */
  readonly names: readonly string[];
}

/**
 * Writes a plan's folder: the bundled handlers and the events under their digests, and at last `plan.json`, without which
 * the rest is no plan. An existing plan is never overwritten: parts of it may be running.
 * @throws ColdbenchError `PLAN_EXISTS`, `PLAN_NOT_WRITABLE`, `BUNDLE_FAILED`; UsageError `FEW_BLOCKS`
 */
export async function writePlan(request: PlanRequest, folder: string, cacheDir: string): Promise<PlanFile> {
  const { mode, seed, plan, runners, labels, names } = request;
  const parts = partsOf(mode, plan, seed, names);
  const path = planPath(folder);
  if (await isThere(path)) throw planExists(path);
  const workloads: PlannedWorkload[] = [];
  for (const workload of request.workloads) workloads.push(await putBeside(folder, workload, cacheDir));
  const file: PlanFile = {
    kind: 'coldbench-plan',
    version: PLAN_VERSION,
    harnessVersion: harnessVersion(),
    mode,
    seed,
    plan,
    runners,
    workloads,
    labels,
    parts,
  };
  const text = `${JSON.stringify(file, null, 2)}\n`;
  await writing(path, () => writeFile(path, text, { flag: 'wx' }));
  return file;
}

/** The very code and event that every machine measures. */
async function putBeside(folder: string, workload: Workload, cacheDir: string): Promise<PlannedWorkload> {
  const { name, input, inputBytes, inputSha256, expectedSha256 } = workload;
  const handlerSha256 = await keepHandler(workload, cacheDir);
  const [handler, event] = [handlerPath(folder, handlerSha256), inputPath(folder, inputSha256)];
  await writing(handler, () => copyFile(keptHandlerPath(cacheDir, handlerSha256), handler));
  await writing(event, () => writeFile(event, input));
  return { workload: name, inputSha256, inputBytes, handlerSha256, expectedSha256 };
}

async function writing(path: string, write: () => Promise<void>): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await write();
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST' && path.endsWith('plan.json'))
      throw planExists(path);
    throw new ColdbenchError('PLAN_NOT_WRITABLE', `${path} cannot be written: ${messageOf(cause)}`, {
      remedy: 'Name a folder that can be written with --out.',
      cause,
    });
  }
}

const planExists = (path: string): ColdbenchError =>
  new ColdbenchError('PLAN_EXISTS', `${path} exists already, and its parts may be running.`, {
    remedy: 'Name another folder with --out, or remove this one.',
  });

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
