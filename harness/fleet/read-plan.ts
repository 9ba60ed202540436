import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Workload } from '../../workloads/workload.ts';
import { harnessVersion } from '../experiment/versions.ts';
import { describeProblem, problemsOf } from '../model/codec-problems.ts';
import { ColdbenchError, messageOf, UsageError } from '../model/errors.ts';
import { safeText } from '../report/sanitize.ts';
import { handlerPath, inputPath, planPath } from './plan-files.ts';
import { PLAN_VERSION, type PlanFile, type PlannedWorkload, planFileSchema } from './plan-schema.ts';

export interface ReadPlan {
  readonly path: string;
  readonly file: PlanFile;
  /** Of the file's bytes: what the parts of one plan have in common. */
  readonly planSha256: string;
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/**
 * Reads a plan; `path` is the file, or the folder that it lies in.
 * @throws UsageError `PLAN_NOT_FOUND`; ColdbenchError `NOT_A_PLAN`, `PLAN_OF_ANOTHER_VERSION`
 */
export async function readPlan(path: string): Promise<ReadPlan> {
  const file = (await isFolder(path)) ? planPath(path) : path;
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new UsageError('PLAN_NOT_FOUND', `The plan ${file} cannot be read: ${messageOf(cause)}`, {
      remedy: 'Name the folder that `coldbench plan --out` wrote, or the plan.json in it.',
      cause,
    });
  });
  return { path: file, file: parsePlan(file, bytes.toString('utf8')), planSha256: sha256(bytes) };
}

function parsePlan(path: string, text: string): PlanFile {
  const json = parseJson(path, text);
  const { kind, version } = (typeof json === 'object' && json !== null ? json : {}) as Record<
    string,
    unknown
  >;
  if (kind !== 'coldbench-plan') throw notAPlan(path, 'its `kind` is not coldbench-plan');
  if (typeof version === 'number' && version !== PLAN_VERSION) {
    throw otherVersion(path, `version ${version} of plans; this coldbench reads ${PLAN_VERSION}`);
  }
  const { data, error } = planFileSchema.safeParse(json);
  if (error) {
    const [first = { field: '', message: 'is not valid' }] = problemsOf(error.issues, json);
    throw notAPlan(path, safeText(describeProblem(first)));
  }
  if (data.harnessVersion !== harnessVersion()) {
    throw otherVersion(path, `coldbench ${safeText(data.harnessVersion)}; this is ${harnessVersion()}`);
  }
  return data;
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw notAPlan(path, `it is not JSON (${messageOf(error)})`);
  }
}

const notAPlan = (path: string, what: string): ColdbenchError =>
  new ColdbenchError('NOT_A_PLAN', `${path} is not a plan of coldbench: ${what}.`, {
    remedy: 'Name the plan.json that `coldbench plan` wrote, as it wrote it.',
  });

/** Another coldbench is another instrument: its figures would not be of the plan. */
const otherVersion = (path: string, what: string): ColdbenchError =>
  new ColdbenchError('PLAN_OF_ANOTHER_VERSION', `${path} was made for ${what}.`, {
    remedy: 'Run every part with the coldbench that made the plan, or make the plan anew.',
  });

/**
 * The workloads of a plan, from the files beside it: the code and the events that it was made with, or an error.
 * @throws ColdbenchError `PLAN_FILE_MISSING`, `PLAN_FILE_ALTERED`, naming the workload and what of it.
 */
export function plannedWorkloads({ path, file }: ReadPlan): Promise<Workload[]> {
  return Promise.all(file.workloads.map((planned) => readWorkload(dirname(path), planned)));
}

async function readWorkload(folder: string, planned: PlannedWorkload): Promise<Workload> {
  const { workload: name, inputSha256, inputBytes, handlerSha256, expectedSha256 } = planned;
  // Absolute, as bundling wants it.
  const modulePath = handlerPath(resolve(folder), handlerSha256);
  await readChecked(modulePath, handlerSha256, `the handler of ${name}`);
  const input = await readChecked(inputPath(folder, inputSha256), inputSha256, `the event of ${name}`);
  return { name, modulePath, input, inputBytes, inputSha256, expectedSha256, bundleSha256: handlerSha256 };
}

async function readChecked(path: string, digest: string, what: string): Promise<Uint8Array> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new ColdbenchError('PLAN_FILE_MISSING', `${path}, ${what}, cannot be read: ${messageOf(cause)}`, {
      remedy: 'Copy the whole folder of the plan to this machine: plan.json, handlers/ and inputs/.',
      cause,
    });
  });
  const actual = sha256(bytes);
  if (actual === digest) return bytes;
  throw new ColdbenchError(
    'PLAN_FILE_ALTERED',
    `${path} is not ${what} that the plan was made with: its SHA-256 is ${actual}.`,
    { remedy: 'Copy the folder of the plan anew, byte for byte (no conversion of line ends).' },
  );
}

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
